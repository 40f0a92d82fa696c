package org.gqvae.jobs.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.MetricsFile;
import org.gqvae.io.artifact.Provenance;
import org.gqvae.io.artifact.RoundMetrics;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.RunIdentity;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.corpus.CorpusInventory;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.cli.Provenances;
import org.gqvae.jobs.distill.DistillJob;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.model.layers.NetworkGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a GQ-VAE, round by round, and distils it where it has codes. The run directory holds all
 * that a resumed run needs: the counted words, the settings and the last checkpoints.
 */
public final class TrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);

  private final SparkSession spark;
  private final TrainSettings settings;
  private final Configuration hadoop;
  private final Path run;
  private final TrainingWords words;
  private final TrainingLoop loop;
  private final Instant started = Instant.now();

  /** A job that lists its corpus itself. */
  public TrainJob(SparkSession spark, TrainSettings settings) {
    this(spark, settings, new Corpora(spark.sparkContext().hadoopConfiguration()));
  }

  /** A job on a corpus that may have been listed. */
  public TrainJob(SparkSession spark, TrainSettings settings, Corpora corpora) {
    this.spark = spark;
    this.settings = settings;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.run = new Path(settings.output().path());
    this.words = new TrainingWords(spark, settings.counting(), corpora, run);
    this.loop = new TrainingLoop(spark, settings, run);
  }

  /**
   * Trains, or goes on where an interrupted run stopped.
   *
   * @return how many records of the corpus no document could be read from, and which
   * @throws UsageException when a run that is to be resumed was begun with other settings or input
   * @throws JobFailedException when there is nothing to train on, or the loss is no number any more
   */
  public Outcome run() {
    try {
      settings.output().prepare(hadoop);
      Storage.sweep(run, hadoop);
      CorpusInventory files = words.inventory();
      String input = files.fingerprint().sha256();
      RunIdentity identity =
          new RunIdentity(
              settings
                  .counting()
                  .files()
                  .recorded(settings.deciding(), files.fingerprint().bytes()),
              input,
              "",
              Build.version(),
              Build.commit());
      OutputMode mode = settings.output().mode();
      if (mode.resumes()) {
        identity.checkBegun(run, files, mode.otherBuild(), hadoop);
        if (isFinished()) {
          LOG.info("{} is finished", run);
          return words.areThere() ? words.take() : Outcome.DONE;
        }
      }
      identity.write(run, hadoop);
      files.write(run, hadoop);
      provenance(input).write(run, hadoop);
      writeConfiguration();
      Outcome outcome = takeWordsOrClear();
      ComputationGraph graph = loop.train();
      if (settings.model().hasCodebook()) {
        distil(graph);
      } else {
        LOG.info("{} has no tokenizer: with model.quantizer = none there are no codes", run);
      }
      provenance(input).write(run, hadoop);
      return outcome;
    } catch (IOException e) {
      throw JobFailedException.cannot("write the run " + run, e);
    }
  }

  private void distil(ComputationGraph graph) {
    new DistillJob(spark, settings.distill(), RunDirectory.words(run))
        .run(
            new DistillJob.Trained(
                settings.model(),
                NetworkGraph.values(graph),
                settings.round().seed(),
                settings.counting().preTokenizer()),
            new Path(run, RunDirectory.TOKENIZER));
  }

  /** What the rounds that this job has trained came to. */
  public List<RoundMetrics> metrics() {
    return loop.metrics();
  }

  /** Headline figures of the run that stands in the output. */
  Figures figures() {
    try {
      List<String> lines =
          MetricsFile.resume(new Path(run, RunDirectory.METRICS), settings.rounds(), hadoop)
              .lines();
      String last = lines.isEmpty() ? "{}" : lines.get(lines.size() - 1);
      JsonNode round = JsonFile.parse(last.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      Figures figures =
          Figures.NONE
              .with("rounds", round.get("round"))
              .with("loss", round.get("loss"))
              .with("held_out_loss", round.get("held_out_loss"))
              .with("codes_used", round.get("codes_used"));
      if (!settings.model().hasCodebook()) {
        return figures;
      }
      Path tokenizer = new Path(run, RunDirectory.TOKENIZER);
      return figures
          .with("tokenizer", tokenizer.toString())
          .with(
              Tokenizers.figures(
                  tokenizer,
                  settings.distill().learnedTokens(settings.model().codebookSize()),
                  hadoop));
    } catch (IOException e) {
      throw JobFailedException.cannot("read the run " + run, e);
    }
  }

  /**
   * The tokenizer is a run's last act, or the last checkpoint where there are no codes. Of earlier
   * checkpoints alone the tokenizer was distilled by the way; those of a finished run may have been
   * removed.
   */
  private boolean isFinished() throws IOException {
    Path checkpoints = new Path(run, RunDirectory.CHECKPOINTS);
    boolean written = new Checkpoints(checkpoints, hadoop).isWritten(settings.rounds());
    if (!settings.model().hasCodebook()) {
      return written;
    }
    boolean trained = written || Storage.isVacant(checkpoints, hadoop);
    return trained && TokenizerDirectory.isWhole(new Path(run, RunDirectory.TOKENIZER), hadoop);
  }

  /**
   * Takes the words; of a run that has none nothing is left, so that the next is not in its way.
   */
  private Outcome takeWordsOrClear() throws IOException {
    try {
      return words.take();
    } catch (JobFailedException e) {
      if (!words.areThere()) {
        settings.output().discard(hadoop);
      }
      throw e;
    }
  }

  private Provenance provenance(String input) {
    return Provenances.of(spark, Map.of("train.seed", settings.round().seed()), input, started);
  }

  private void writeConfiguration() throws IOException {
    AtomicFile.write(
        new Path(run, RunDirectory.CONFIGURATION),
        settings.configuration().getBytes(StandardCharsets.UTF_8),
        hadoop);
  }
}
