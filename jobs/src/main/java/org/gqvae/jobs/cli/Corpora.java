package org.gqvae.jobs.cli;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.corpus.CorpusInventory;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.jobs.spark.FileMeter;
import org.gqvae.jobs.spark.Progress;

/** The corpora that a command reads: each is listed once, when it is first asked for. */
public final class Corpora {
  private final Configuration hadoop;
  private final Map<CorpusSpec, CorpusPlan> planned = new HashMap<>();

  public Corpora(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** A corpus as {@link CorpusReader#plan} gives it. */
  public CorpusPlan plan(CorpusSpec corpus) {
    CorpusPlan plan = planned.get(corpus);
    if (plan == null) {
      plan = CorpusReader.plan(corpus, hadoop);
      planned.put(corpus, plan);
    }
    return plan;
  }

  /** What a run remembers of the files of a corpus: reads both ends of each, and shows how far. */
  public CorpusInventory inventory(CorpusSpec corpus, SparkSession spark) {
    CorpusPlan plan = plan(corpus);
    FileMeter meter = new FileMeter(plan.fileCount());
    try (Progress progress = Progress.of(spark, "fingerprint", meter)) {
      progress.phase("%,d files of %s".formatted(plan.fileCount(), corpus.input()));
      return CorpusInventory.of(plan, meter::done, hadoop);
    }
  }
}
