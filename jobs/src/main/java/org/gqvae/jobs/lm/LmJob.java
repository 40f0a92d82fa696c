package org.gqvae.jobs.lm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.RunIdentity;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.cli.Provenances;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a language model on token columns, round by round, and measures it on others. */
final class LmJob {
  /** Regular expression of all names that a run writes. */
  static final String OWN_NAMES =
      "_run\\.json|config\\.resolved\\.conf|provenance\\.json|metrics\\.jsonl|checkpoints"
          + "|report\\.html|lm\\.json|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(LmJob.class);

  private final SparkSession spark;
  private final LmSettings settings;
  private final Configuration hadoop;
  private final Path run;
  private final Instant started = Instant.now();

  LmJob(SparkSession spark, LmSettings settings) {
    this.spark = spark;
    this.settings = settings;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.run = settings.output().qualified(hadoop);
  }

  /**
   * Trains, or goes on where an interrupted run stopped.
   *
   * @throws UsageException when a run that is to be resumed was begun with other settings or input
   * @throws JobFailedException when the weights are no numbers any more
   */
  LanguageModelRun run() {
    try {
      settings.output().prepare(hadoop);
      Storage.sweep(run, hadoop);
      LmInput input = LmInput.open(settings, hadoop);
      RunIdentity identity =
          new RunIdentity(
              settings.deciding(),
              input.sha256(),
              input.tokens().manifest().fingerprint(),
              Build.version(),
              Build.commit());
      OutputMode mode = settings.output().mode();
      if (mode.resumes()) {
        identity.checkBegun(run, mode.otherBuild(), hadoop);
        if (Storage.of(run, hadoop).exists(new Path(run, LanguageModelRun.FILE_NAME))) {
          LOG.info("{} is finished", run);
          return LanguageModelRun.read(run, hadoop);
        }
      }
      identity.write(run, hadoop);
      AtomicFile.write(
          new Path(run, RunDirectory.CONFIGURATION),
          settings.configuration().getBytes(StandardCharsets.UTF_8),
          hadoop);
      return finish(input, new LmLoop(spark, input, run).train());
    } catch (IOException e) {
      throw JobFailedException.cannot("write " + run, e);
    }
  }

  private LanguageModelRun finish(LmInput input, List<LanguageModelRun.Point> points)
      throws IOException {
    Provenances.of(spark, Map.of("lm.seed", settings.seed()), input.sha256(), started)
        .write(run, hadoop);
    LanguageModelRun finished = input.run(points);
    Lease.checkHeld(run, hadoop);
    finished.write(run, hadoop);
    return finished;
  }
}
