package org.gqvae.jobs.distill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.Checkpoint;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.SparkVerb;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.text.PreTokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code distill}: a tokenizer out of a run's last checkpoint. */
@Command(
    name = "distill",
    description = "Makes a tokenizer directory from the last checkpoint of a run.")
public final class DistillVerb extends SparkVerb<DistillVerb.Settings> {
  private static final Logger LOG = LoggerFactory.getLogger(DistillVerb.class);

  private static final String PRE_TOKENIZER = "tokenizer.pre-tokenizer";

  @Spec private CommandSpec command;

  @Mixin private OutputOptions output;
  @Mixin private SpecialOptions specials;

  @Option(
      names = "--run",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "RUN",
      description = "Run directory that train wrote; it may be unfinished.")
  private String run;

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      description =
          "How to choose the tokens. segments: the best strings between the gates (the default"
              + " where gates are learned); vote: the string that each code is used for most (the"
              + " default elsewhere); decoder: the string that the decoder makes of each code, as"
              + " in the paper. Controls: word-list, random-gates, untrained.")
  private String strategy;

  @Option(
      names = "--report",
      description =
          "Print bytes per token on the run's words for each strategy and control. The neural"
              + " figure is for the most frequent words only (distill.pruning-words).")
  private boolean report;

  @Option(
      names = "--vocabulary-size",
      paramLabel = "N",
      description = "Number of ids; 0 means 256 + codes + specials (default: 0).")
  private String vocabularySize;

  /**
   * @param run Hadoop path of a run directory
   * @param preTokenizer that the run must have, if one is chosen
   */
  record Settings(
      Path run,
      OutputDirectory output,
      DistillSettings distill,
      Optional<PreTokenizer> preTokenizer) {}

  @Override
  protected List<Setting> flags() {
    return new Flags()
        .add("distill.strategy", "--strategy", strategy)
        .add("distill.vocabulary-size", "--vocabulary-size", vocabularySize)
        .addAll(specials.settings())
        .settings();
  }

  @Override
  protected Settings settings(ConfigReader reader) {
    return new Settings(
        new Path(run),
        output.directory(TokenizerDirectory.OWN_NAMES),
        DistillSettings.read(reader),
        Optional.of(reader.oneOf(PRE_TOKENIZER, PreTokenizer.class))
            .filter(each -> reader.isChosen(PRE_TOKENIZER)));
  }

  @Override
  protected Plan plan(Settings settings, Configuration hadoop) {
    Plan plan = new Plan(hadoop);
    return plan.line("reads", settings.run() + "/" + RunDirectory.CHECKPOINTS)
        .check(
            () -> {
              GqVaeSpec model = shape(settings, hadoop).model();
              checkpoint(settings.run(), model, hadoop);
              plan.line("strategy", Spelling.of(settings.distill().strategyFor(model)));
            })
        .output(
            settings.output(),
            "manifest.json",
            "vocab.tsv",
            "word_table.parquet",
            "network.json",
            "network.bin");
  }

  @Override
  protected Outcome run(Settings settings, SparkSession spark) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    TrainedShape shape = shape(settings, hadoop);
    Checkpoint checkpoint = checkpoint(settings.run(), shape.model(), hadoop);
    settings.output().check(hadoop);
    DistillJob job = new DistillJob(spark, settings.distill(), RunDirectory.words(settings.run()));
    DistillJob.Trained network =
        new DistillJob.Trained(
            shape.model(), checkpoint.parameters(), shape.seed(), shape.preTokenizer());
    TokenizerArtifact tokenizer = job.run(network, new Path(settings.output().path()));
    LOG.info(
        "Round {}: {} learned tokens, fingerprint {}",
        checkpoint.round(),
        tokenizer.manifest().learnedTokens(),
        tokenizer.manifest().fingerprint());
    Figures figures =
        Figures.NONE
            .with("round", checkpoint.round())
            .with(
                Tokenizers.figures(
                    new Path(settings.output().path()),
                    settings.distill().learnedTokens(shape.model().codebookSize()),
                    hadoop));
    if (!report) {
      return Outcome.DONE.with(figures);
    }
    List<StrategyFigures> strategies = job.compareStrategies(network);
    command.commandLine().getOut().print(StrategyFigures.table(strategies));
    return Outcome.DONE.with(
        figures.with("strategies", strategies.stream().map(StrategyFigures::figures).toList()));
  }

  /** What the settings of a run tell of its network. */
  private record TrainedShape(GqVaeSpec model, long seed, PreTokenizer preTokenizer) {}

  /**
   * The shape of the run's network.
   *
   * @throws UsageException when there is no run, or its words were cut otherwise than is asked for
   */
  private static TrainedShape shape(Settings settings, Configuration hadoop) {
    TrainedShape shape = shape(settings.run(), hadoop);
    if (settings.preTokenizer().isPresent()
        && settings.preTokenizer().get() != shape.preTokenizer()) {
      throw new UsageException(
          "Invalid %s: %s, the run %s has %s. Leave it out, or train another run"
              .formatted(
                  PRE_TOKENIZER,
                  Spelling.of(settings.preTokenizer().get()),
                  settings.run(),
                  Spelling.of(shape.preTokenizer())));
    }
    Path summary = new Path(new Path(settings.run(), RunDirectory.WORDS), WordCountsFile.SUMMARY);
    try {
      CountedWords.checkCut(summary, shape.preTokenizer(), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + summary, e);
    }
    return shape;
  }

  private static TrainedShape shape(Path run, Configuration hadoop) {
    Path configuration = new Path(run, RunDirectory.CONFIGURATION);
    try {
      if (!Storage.of(run, hadoop).exists(configuration)) {
        throw new UsageException(
            "No run in "
                + run
                + ": "
                + RunDirectory.CONFIGURATION
                + " is missing. Give the directory that train wrote");
      }
      ConfigReader reader =
          ConfigReader.loadOver(
              configuration.toString(),
              new String(Storage.read(configuration, hadoop), StandardCharsets.UTF_8),
              List.of(),
              List.of());
      TrainedShape shape =
          new TrainedShape(
              ModelSettings.read(reader),
              reader.wholeNumber("train.seed"),
              reader.oneOf(PRE_TOKENIZER, PreTokenizer.class));
      reader.done();
      if (!shape.model().hasCodebook()) {
        throw new UsageException(
            "The run %s has %s = none (%s): without codes there is no tokenizer. Train another run with nearest or gumbel-softmax"
                .formatted(run, ModelSettings.QUANTIZER, configuration));
      }
      return shape;
    } catch (IOException e) {
      throw JobFailedException.cannot("read the run " + run, e);
    }
  }

  private static Checkpoint checkpoint(Path run, GqVaeSpec model, Configuration hadoop) {
    try {
      Checkpoint checkpoint =
          new Checkpoints(new Path(run, RunDirectory.CHECKPOINTS), hadoop)
              .latest(LOG::warn)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "No whole checkpoint in " + run + ". Train until a round is done"));
      if (!GqVae.forEncoding(model, checkpoint.parameters()).hasCodes()) {
        throw new UsageException(
            "The last checkpoint of "
                + run
                + " is of round "
                + checkpoint.round()
                + ", in which there are no codes yet. Train beyond train.warmup-rounds");
      }
      return checkpoint;
    } catch (IOException e) {
      throw JobFailedException.cannot("read the run " + run, e);
    }
  }
}
