package org.gqvae.jobs.spark;

import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkContext;

/** Counts the bytes of a corpus that tasks have read. */
final class CorpusGauge implements Gauge {
  private static final long MEGABYTE = 1_000_000;

  private final long[] splitBytes;
  private final LiveResults<SplitMeter.Done> results;

  CorpusGauge(SplitMeter meter, SparkContext context) {
    this.splitBytes = meter.splitBytes();
    this.results = meter.watch(context);
  }

  @Override
  public Reading read() {
    Map<Integer, SplitMeter.Done> known = results.known();
    long done = 0;
    long all = 0;
    long documents = 0;
    for (int split = 0; split < splitBytes.length; split++) {
      SplitMeter.Done state = known.get(split);
      all += state == null ? splitBytes[split] : state.bytesToDo();
      done += state == null ? 0 : state.bytes();
      documents += state == null ? 0 : state.documents();
    }
    return new Reading(done, all, String.format(Locale.ROOT, "%,d documents", documents));
  }

  @Override
  public String unit() {
    return " MB";
  }

  @Override
  public long unitSize() {
    return MEGABYTE;
  }

  @Override
  public void close() {
    results.close();
  }
}
