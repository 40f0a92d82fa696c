package org.gqvae.jobs.baseline;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.baseline.BaselineSettings.Kind;
import org.gqvae.jobs.cli.CorpusOptions;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.ResumableOutputOptions;
import org.gqvae.jobs.cli.SparkVerb;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.distill.SpecialOptions;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.jobs.train.TrainVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baseline}: a tokenizer made by another method, to compare with. */
@Command(
    name = "baseline",
    description =
        "Trains a tokenizer by another method, on a corpus or on the output of count, and writes"
            + " a tokenizer directory.")
public final class BaselineVerb extends SparkVerb<BaselineSettings> {
  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "bpe (byte-pair encoding), unigram (the unigram model of SentencePiece), pruned (fewest"
              + " tokens over all substrings, no network) or vqvae (a VQ-VAE with tokens of fixed"
              + " length).")
  private String kind;

  @Mixin private CorpusOptions corpus;
  @Mixin private ResumableOutputOptions output;
  @Mixin private SpecialOptions specials;

  @Option(
      names = "--vocabulary-size",
      paramLabel = "V",
      description =
          "Number of ids: 256 single bytes, learned tokens and special tokens (default: 4000).")
  private String vocabularySize;

  @Option(
      names = "--run",
      converter = HadoopPath.class,
      paramLabel = "RUN",
      description =
          "Only for vqvae: run directory, as train writes it. --resume continues it (default:"
              + " OUTPUT-run).")
  private String run;

  @Override
  protected List<Setting> flags() {
    return new Flags()
        .addAll(corpus.settings())
        .add("baseline.kind", "KIND", kind)
        .add("baseline.vocabulary-size", "--vocabulary-size", vocabularySize)
        .addAll(specials.settings())
        .settings();
  }

  @Override
  protected BaselineSettings settings(ConfigReader reader) {
    OutputDirectory tokenizer = output.directory(TokenizerDirectory.OWN_NAMES);
    BaselineSettings settings =
        BaselineSettings.read(
            reader,
            CorpusSettings.read(reader, corpus.input(), List.of()),
            tokenizer,
            new OutputDirectory(
                run == null ? new Path(tokenizer.path()) + "-run" : run,
                tokenizer.mode(),
                RunDirectory.OWN_NAMES,
                true));
    if (settings.training().isEmpty() && (run != null || tokenizer.mode().resumes())) {
      reader.refuse("baseline.kind", "expected vqvae with --run and --resume: no other has a run");
    }
    return settings;
  }

  @Override
  protected Plan plan(BaselineSettings settings, Configuration hadoop) {
    Plan plan = CountedWords.plan(new Plan(hadoop), settings.counting(), hadoop);
    settings
        .training()
        .ifPresent(
            training ->
                TrainVerb.addTraining(plan, training)
                    .check(() -> checkApart(settings.output(), training.output(), hadoop)));
    return plan.output(settings.output(), names(settings.kind()))
        .line(
            "learns",
            "%,d tokens by %s, %,d ids in all"
                .formatted(
                    settings.learnedTokens(),
                    Spelling.of(settings.kind()),
                    settings.vocabularySize()));
  }

  /** A tokenizer directory is replaced as a whole, and a run holds nothing of others. */
  private static void checkApart(
      OutputDirectory tokenizer, OutputDirectory run, Configuration hadoop) {
    if (tokenizer.holds(new Path(run.path()), hadoop)
        || run.holds(new Path(tokenizer.path()), hadoop)) {
      throw new UsageException(
          "One of --run "
              + run.path()
              + " and --output "
              + tokenizer.path()
              + " is in the other. Give directories that are apart");
    }
  }

  /** The files of a tokenizer of this kind. */
  private static String[] names(Kind kind) {
    return switch (kind) {
      case BPE, UNIGRAM ->
          new String[] {"manifest.json", "vocab.tsv", "scores.tsv", "word_table.parquet"};
      case PRUNED -> new String[] {"manifest.json", "vocab.tsv", "word_table.parquet"};
      case VQVAE ->
          new String[] {
            "manifest.json", "vocab.tsv", "word_table.parquet", "network.json", "network.bin"
          };
    };
  }

  @Override
  protected Outcome run(BaselineSettings settings, SparkSession spark) {
    Outcome outcome = new BaselineJob(spark, settings, corpora()).run();
    return outcome.with(
        Tokenizers.figures(
            new Path(settings.output().path()),
            settings.learnedTokens(),
            spark.sparkContext().hadoopConfiguration()));
  }

  @Override
  protected Optional<String> finished(BaselineSettings settings, Configuration hadoop) {
    return settings.training().flatMap(training -> TrainVerb.lastCheckpoint(training, hadoop));
  }
}
