package org.gqvae.jobs.spark;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.collection.JavaConverters;

/**
 * Counts the bytes of a corpus that tasks have read: of those that have ended by the meter's own
 * value, of those that run by what executors tell with each heartbeat.
 */
final class CorpusGauge extends SparkListener implements Gauge {
  private static final long MEGABYTE = 1_000_000;

  private final SparkContext context;
  private final SplitMeter meter;
  private final Map<Integer, SplitMeter.Done> running = new ConcurrentHashMap<>();

  CorpusGauge(SplitMeter meter, SparkContext context) {
    this.meter = meter;
    this.context = context;
    context.addSparkListener(this);
  }

  @Override
  public Reading read() {
    Map<Integer, SplitMeter.Done> known = new HashMap<>(running);
    known.putAll(meter.ended());
    long[] splitBytes = meter.splitBytes();
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
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    JavaConverters.seqAsJavaList(update.accumUpdates()).stream()
        .flatMap(task -> JavaConverters.seqAsJavaList(task._4()).stream())
        .filter(info -> info.id() == meter.id() && info.update().isDefined())
        .forEach(this::note);
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }

  private void note(AccumulableInfo info) {
    if (info.update().get() instanceof Map<?, ?> splits) {
      splits.forEach((split, done) -> running.put((Integer) split, (SplitMeter.Done) done));
    }
  }
}
