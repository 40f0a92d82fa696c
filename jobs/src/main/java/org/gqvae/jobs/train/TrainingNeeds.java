package org.gqvae.jobs.train;

import org.gqvae.model.network.TrainingMemory;

/**
 * Memory that a training run takes, in bytes, by formula: what jobs/README.md says lies where.
 *
 * @param workers of a round
 * @param workersAtOnce of them in one JVM at a time
 * @param positions of the largest batch
 */
public record TrainingNeeds(TrainingMemory memory, int workers, int workersAtOnce, long positions) {
  /** Spark itself, words, and the collector's room. */
  private static final long BASE = 1L << 30;

  /** Results that Spark fetches at a time (spark.resultGetter.threads). */
  private static final int FETCHED_AT_ONCE = 4;

  /** Parameters and state to train from, and the parameters once more to be looked at. */
  public long broadcastBytes() {
    return memory.resultBytes() + memory.parameterBytes();
  }

  /** The results of all workers. */
  public long collectedBytes() {
    return workers * memory.resultBytes();
  }

  /** A checkpoint's two vectors. */
  public long checkpointBytes() {
    return memory.resultBytes();
  }

  /**
   * Results as they arrive, each as it comes, as it came, and as it is unwrapped; later, less, the
   * values of a checkpoint.
   */
  public long driverHeap() {
    return BASE + 3 * resultsAtOnce();
  }

  /** Results that the driver fetches at a time. */
  long resultsAtOnce() {
    return Math.min(workers, FETCHED_AT_ONCE) * memory.resultBytes();
  }

  /** The graph with its gradient, and the results of all workers. */
  public long driverOffHeap() {
    return memory.resultBytes() + memory.parameterBytes() + collectedBytes();
  }

  /** For each worker activations and codebook, then its result, serialized and wrapped. */
  public long executorHeap() {
    return BASE + executorHeapInUse();
  }

  private long executorHeapInUse() {
    long training = memory.activationBytes(positions) + memory.codebookBytes();
    return workersAtOnce * Math.max(training, 2 * memory.resultBytes());
  }

  /** The broadcast once; for each worker a graph with its gradient. */
  public long executorOffHeap() {
    return memory.resultBytes() + workersAtOnce * (memory.resultBytes() + memory.parameterBytes());
  }

  /**
   * Of one JVM that is driver and executor: there results come over no network. With little of it
   * for Spark's own store, where broadcasts and results that have been read would stay.
   */
  public long localHeap() {
    return 2 * BASE + 2 * resultsAtOnce() + executorHeapInUse();
  }

  /** Of one JVM that is driver and executor: there the broadcast is the graph itself. */
  public long localOffHeap() {
    return driverOffHeap() + executorOffHeap() - memory.resultBytes();
  }
}
