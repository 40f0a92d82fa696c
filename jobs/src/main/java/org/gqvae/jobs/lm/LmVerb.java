package org.gqvae.jobs.lm;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.ResumableOutputOptions;
import org.gqvae.jobs.cli.SparkVerb;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.model.language.LanguageModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lm}: a small language model, to compare tokenizers by. */
@Command(
    name = "lm",
    description =
        "Trains a small language model on token columns and measures the bits that a byte of"
            + " held-out text takes, which compares tokenizers whatever their vocabularies.")
public final class LmVerb extends SparkVerb<LmSettings> {
  @Mixin private ResumableOutputOptions output;

  @Option(
      names = "--tokens",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Directory that tokenize wrote, to train on.")
  private String tokens;

  @Option(
      names = "--held-out",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Directory that tokenize wrote by the same tokenizer, to measure on.")
  private String heldOut;

  @Override
  protected List<Setting> flags() {
    return List.of();
  }

  @Override
  protected LmSettings settings(ConfigReader reader) {
    return LmSettings.read(reader, tokens, heldOut, output.directory(LmJob.OWN_NAMES));
  }

  @Override
  protected Plan plan(LmSettings settings, Configuration hadoop) {
    Plan plan = new Plan(hadoop);
    TokenColumns.plan(plan, settings.tokens(), hadoop);
    TokenColumns.plan(plan, settings.heldOut(), hadoop);
    return plan.check(() -> LmInput.open(settings, hadoop))
        .output(
            settings.output(),
            RunDirectory.METRICS,
            RunDirectory.PAGE,
            RunDirectory.CHECKPOINTS + "/round-NNNN",
            LanguageModelRun.FILE_NAME)
        .estimate(anywhere -> lines(LmInput.open(settings, hadoop).spec()));
  }

  private static List<String> lines(LmSpec spec) {
    LmSettings settings = spec.settings();
    return List.of(
        Plan.format(
            "network",
            "%,d parameters: %d layers of width %,d, %d heads, %,d ids, contexts of %,d tokens"
                .formatted(
                    LanguageModel.parameterCount(spec.model()),
                    spec.model().layers(),
                    spec.model().width(),
                    spec.model().heads(),
                    spec.model().vocabularySize(),
                    spec.model().contextTokens())),
        Plan.format(
            "trains",
            String.format(
                Locale.ROOT,
                "%,d rounds of %,d workers x %,d batches of %,d contexts: %,d tokens, %.3g operations",
                spec.rounds(),
                settings.workers(),
                settings.batches(),
                settings.batchContexts(),
                spec.tokensSeen(spec.rounds()),
                spec.operations(spec.rounds()))));
  }

  @Override
  protected Outcome run(LmSettings settings, SparkSession spark) {
    LanguageModelRun run = new LmJob(spark, settings).run();
    return Outcome.DONE.with(
        Figures.NONE
            .with("bits_per_byte", run.bitsPerByte())
            .with("points", run.points())
            .with("fingerprint", run.tokenizer().fingerprint())
            .with("page", settings.output().path() + "/" + RunDirectory.PAGE));
  }

  @Override
  protected Optional<String> finished(LmSettings settings, Configuration hadoop) {
    Path run = settings.output().qualified(hadoop);
    try {
      return new Checkpoints(new Path(run, RunDirectory.CHECKPOINTS), hadoop)
          .lastWritten().stream().mapToObj("the checkpoint of round %d"::formatted).findFirst();
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + run, e);
    }
  }
}
