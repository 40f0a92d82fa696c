package org.gqvae.jobs.train;

import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.gqvae.model.layers.FlatVector;
import scala.Tuple2;

/**
 * How workers' parameters and optimizer states are cut into slices: slice i of one worker has the
 * numbers that slice i of any other has. Those of the parameters come first; none has numbers of
 * both.
 *
 * <p>A worker's slice travels as 4 bytes a number under the key {@code slice x workers + worker}:
 * in the order of the keys, the workers of a slice follow each other.
 *
 * @param parameters numbers that each worker has of them
 * @param stateNumbers of the optimizer's state; 0 where there is none
 */
record VectorSlices(int workers, long parameters, long stateNumbers) implements Serializable {
  /** Numbers of a slice; a vector's last one has less. */
  static final int NUMBERS = 1 << 16;

  /** Slices of all workers that a task sums: they come together in its memory. */
  static final long TASK_BYTES = 1L << 26;

  /** With more, a task that writes slices would sort them. */
  private static final int MOST_TASKS = 200;

  /** How many there are of each worker. */
  int count() {
    return slicesOf(parameters) + slicesOf(stateNumbers);
  }

  boolean isOfState(int slice) {
    return slice >= slicesOf(parameters);
  }

  /** Where a slice begins in its vector. */
  long start(int slice) {
    return (long) NUMBERS * (isOfState(slice) ? slice - slicesOf(parameters) : slice);
  }

  /** A worker's slices under their keys, each cut when it is asked for. */
  Iterator<Tuple2<Long, byte[]>> cut(int worker, FlatVector ofParameters, FlatVector ofState) {
    return IntStream.range(0, count())
        .mapToObj(
            slice -> {
              FlatVector vector = isOfState(slice) ? ofState : ofParameters;
              long start = start(slice);
              int numbers = (int) Math.min(NUMBERS, vector.array().length() - start);
              return new Tuple2<>(key(slice, worker), vector.bytes(start, numbers));
            })
        .iterator();
  }

  private static int slicesOf(long numbers) {
    return Math.toIntExact((numbers + NUMBERS - 1) / NUMBERS);
  }

  long key(int slice, int worker) {
    return (long) slice * workers + worker;
  }

  int sliceOf(long key) {
    return (int) (key / workers);
  }

  /** Brings all workers' slices of the same numbers to the same task. */
  Partitioner partitioner() {
    long bytes = (parameters + stateNumbers) * Float.BYTES * workers;
    int tasks = (int) Math.min(Math.min(MOST_TASKS, count()), 1 + bytes / TASK_BYTES);
    return new BySlice(this, tasks);
  }

  private static final class BySlice extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final VectorSlices slices;
    private final int tasks;

    BySlice(VectorSlices slices, int tasks) {
      this.slices = slices;
      this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((long) slices.sliceOf((Long) key) * tasks / slices.count());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof BySlice that && slices.equals(that.slices) && tasks == that.tasks;
    }

    @Override
    public int hashCode() {
      return 31 * slices.hashCode() + tasks;
    }
  }
}
