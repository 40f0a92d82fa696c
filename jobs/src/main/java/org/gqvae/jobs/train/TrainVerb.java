package org.gqvae.jobs.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.jobs.cli.CorpusOptions;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.ResumableOutputOptions;
import org.gqvae.jobs.cli.SparkVerb;
import org.gqvae.jobs.count.CountedWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code train}: a GQ-VAE, and the tokenizer distilled from it. */
@Command(
    name = "train",
    description =
        "Trains a GQ-VAE on a corpus or on the output of count, and then distils it into"
            + " OUTPUT/tokenizer.")
public final class TrainVerb extends SparkVerb<TrainSettings> {
  @Mixin private CorpusOptions corpus;
  @Mixin private ResumableOutputOptions output;

  @Override
  protected List<Setting> flags() {
    return corpus.settings();
  }

  @Override
  protected TrainSettings settings(ConfigReader reader) {
    return TrainSettings.read(
        reader,
        CorpusSettings.read(reader, corpus.input(), List.of()),
        output.directory(RunDirectory.OWN_NAMES));
  }

  @Override
  protected Plan plan(TrainSettings settings, Configuration hadoop) {
    return addTraining(CountedWords.plan(new Plan(hadoop), settings.counting(), hadoop), settings);
  }

  /** Adds what training writes and how long it is. */
  public static Plan addTraining(Plan plan, TrainSettings settings) {
    List<String> names =
        new ArrayList<>(
            List.of(
                RunDirectory.METRICS, RunDirectory.PAGE, RunDirectory.CHECKPOINTS + "/round-NNNN"));
    if (settings.model().hasCodebook()) {
      names.add(RunDirectory.TOKENIZER);
    }
    return plan.output(settings.output(), names.toArray(String[]::new))
        .line(
            "trains",
            "%,d rounds of %,d workers x %,d batches of %,d running words"
                .formatted(
                    settings.rounds(),
                    settings.round().workers(),
                    settings.round().batches(),
                    settings.round().batchWords()))
        .estimate(hadoop -> TrainingEstimate.lines(settings, plan.corpora(), hadoop));
  }

  @Override
  protected Outcome run(TrainSettings settings, SparkSession spark) {
    TrainJob job = new TrainJob(spark, settings, corpora());
    Outcome outcome = job.run();
    return outcome.with(job.figures());
  }

  @Override
  protected Optional<String> finished(TrainSettings settings, Configuration hadoop) {
    return lastCheckpoint(settings, hadoop);
  }

  /** The last checkpoint of a run, such as {@code the checkpoint of round 12 of 40}; or none. */
  public static Optional<String> lastCheckpoint(TrainSettings settings, Configuration hadoop) {
    Path run = settings.output().qualified(hadoop);
    try {
      return new Checkpoints(new Path(run, RunDirectory.CHECKPOINTS), hadoop)
          .lastWritten().stream()
              .mapToObj("the checkpoint of round %%d of %d".formatted(settings.rounds())::formatted)
              .findFirst();
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + run, e);
    }
  }
}
