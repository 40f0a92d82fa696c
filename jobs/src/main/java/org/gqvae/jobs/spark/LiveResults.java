package org.gqvae.jobs.spark;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;

/**
 * The results of tasks while they run: of those that have ended the results' own, of those that run
 * what executors tell with each heartbeat.
 *
 * @param <T> a result
 */
final class LiveResults<T> extends SparkListener implements AutoCloseable {
  private final ResultsByTask<T> results;
  private final SparkContext context;
  private final Map<Integer, T> running = new ConcurrentHashMap<>();

  /**
   * @param results registered with {@code context}
   */
  LiveResults(ResultsByTask<T> results, SparkContext context) {
    this.results = results;
    this.context = context;
    context.addSparkListener(this);
  }

  /** What is known by now, by task. */
  Map<Integer, T> known() {
    Map<Integer, T> known = new TreeMap<>(running);
    known.putAll(results.value());
    return known;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    ScalaLists.toJava(update.accumUpdates()).stream()
        .flatMap(task -> ScalaLists.toJava(task._4()).stream())
        .filter(info -> info.id() == results.id() && info.update().isDefined())
        .forEach(this::note);
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }

  @SuppressWarnings("unchecked") // the results' own type
  private void note(AccumulableInfo info) {
    if (info.update().get() instanceof Map<?, ?> told) {
      told.forEach((task, result) -> running.put((Integer) task, (T) result));
    }
  }
}
