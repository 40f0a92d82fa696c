package org.gqvae.jobs.train;

import org.apache.spark.Partitioner;

/** A partition for each worker: keys are their numbers. */
public final class ByWorker extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int workers;

  /** Partitions by keys from 0 to {@code workers}. */
  public ByWorker(int workers) {
    this.workers = workers;
  }

  @Override
  public int numPartitions() {
    return workers;
  }

  @Override
  public int getPartition(Object worker) {
    return (Integer) worker;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByWorker that && workers == that.workers;
  }

  @Override
  public int hashCode() {
    return workers;
  }
}
