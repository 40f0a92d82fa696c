package org.gqvae.jobs.spark;

import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Small results of tasks beside their data, each under the task's own number. A task that runs
 * again replaces its result, so that retries, speculation and recomputed partitions count once.
 *
 * @param <T> a result; tasks of one number must give equal ones
 */
public final class ResultsByTask<T>
    extends AccumulatorV2<ResultsByTask.Result<T>, SortedMap<Integer, T>> {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, T> results = new TreeMap<>();

  /** A result under its task's number. */
  public record Result<T>(int task, T value) implements java.io.Serializable {}

  @Override
  public synchronized boolean isZero() {
    return results.isEmpty();
  }

  @Override
  public ResultsByTask<T> copy() {
    ResultsByTask<T> copy = new ResultsByTask<>();
    copy.merge(this);
    return copy;
  }

  @Override
  public synchronized void reset() {
    results.clear();
  }

  @Override
  public synchronized void add(Result<T> result) {
    results.put(result.task(), result.value());
  }

  @Override
  public synchronized void merge(AccumulatorV2<Result<T>, SortedMap<Integer, T>> other) {
    results.putAll(other.value());
  }

  /** A copy: Spark looks at it from other threads while tasks still add to it. */
  @Override
  public synchronized SortedMap<Integer, T> value() {
    return new TreeMap<>(results);
  }
}
