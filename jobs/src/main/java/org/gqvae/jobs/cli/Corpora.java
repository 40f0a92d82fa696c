package org.gqvae.jobs.cli;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;

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
}
