package org.gqvae.jobs.lm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.LmComparePage;
import org.gqvae.io.report.LmComparison;
import org.gqvae.io.storage.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds runs of {@code lm} against each other. */
final class LmCompareJob {
  static final String PAGE = "lm-compare.html";
  static final String OWN_NAMES = "lm-compare\\.html|lm-compare\\.json|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(LmCompareJob.class);

  private final LmCompareSettings settings;
  private final Configuration hadoop;

  LmCompareJob(LmCompareSettings settings, Configuration hadoop) {
    this.settings = settings;
    this.hadoop = hadoop;
  }

  /**
   * Compares and writes.
   *
   * @throws UsageException when a run is missing or damaged, or cannot be compared with the others
   */
  LmComparison run() {
    LmCompareRuns runs = LmCompareRuns.read(settings, hadoop).check();
    LmComparison comparison =
        LmComparison.of(runs.contenders(), settings.referencePlace().orElseThrow());
    settings.output().prepareToReplace(hadoop);
    Path directory = new Path(settings.output().path());
    Path page = new Path(directory, PAGE);
    try {
      comparison.write(directory, hadoop);
      AtomicFile.write(
          page, LmComparePage.html(comparison).getBytes(StandardCharsets.UTF_8), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("write the output " + directory, e);
    }
    LOG.info("The comparison is {}", page);
    return comparison;
  }
}
