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

  /** Tasks' results that Spark fetches at a time (spark.resultGetter.threads). */
  private static final int FETCHED_AT_ONCE = 4;

  /** Parameters and state to train from, and the parameters once more to be looked at. */
  public long broadcastBytes() {
    return memory.resultBytes() + memory.parameterBytes();
  }

  /** Parameters and state: what a round brings to the driver, however many workers there are. */
  public long resultBytes() {
    return memory.resultBytes();
  }

  /** A checkpoint's two vectors. */
  public long checkpointBytes() {
    return memory.resultBytes();
  }

  /** The mean of all workers, and what of it arrives; later, less, the values of a checkpoint. */
  public long driverHeap() {
    return BASE + memory.resultBytes() + arrivingBytes();
  }

  /**
   * Of each task's means that the driver fetches at a time three copies: the blocks of the
   * transfer, all of them, and what Spark unwraps from it.
   */
  private long arrivingBytes() {
    long ofTask = VectorSlices.TASK_BYTES / workers;
    return 3 * Math.min(memory.resultBytes(), FETCHED_AT_ONCE * ofTask);
  }

  /** The graph with its gradient. */
  public long driverOffHeap() {
    return memory.resultBytes() + memory.parameterBytes();
  }

  /** The broadcast as it comes; for each task what a worker trains with, or the slices of a sum. */
  public long executorHeap() {
    return BASE + memory.resultBytes() + tasksHeap();
  }

  private long tasksHeap() {
    long training = memory.activationBytes(positions) + memory.codebookBytes();
    return workersAtOnce * Math.max(training, 2 * VectorSlices.TASK_BYTES);
  }

  /** The broadcast once; for each worker a graph with its gradient. */
  public long executorOffHeap() {
    return memory.resultBytes() + workersAtOnce * (memory.resultBytes() + memory.parameterBytes());
  }

  /** Of one JVM that is driver and executor. */
  public long localHeap() {
    return BASE + driverHeap() + tasksHeap();
  }

  /** Of one JVM that is driver and executor: there the broadcast is the graph itself. */
  public long localOffHeap() {
    return driverOffHeap() + executorOffHeap() - memory.resultBytes();
  }
}
