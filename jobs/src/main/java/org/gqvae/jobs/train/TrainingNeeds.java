package org.gqvae.jobs.train;

import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.TrainingMemory;
import org.gqvae.model.training.UsagePass;
import org.gqvae.model.training.VocabularyGrowth;

/**
 * Memory that a training run takes, in bytes, by formula: what jobs/README.md says lies where. A
 * round trains, averages, looks at words and names its codes, one after the other: the largest of
 * these counts.
 *
 * @param workers of a round
 * @param workersAtOnce of them in one JVM at a time
 * @param positions of the largest batch
 * @param usage how the network is looked at between rounds
 */
public record TrainingNeeds(
    TrainingMemory memory, int workers, int workersAtOnce, long positions, UsagePass usage) {
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

  /**
   * The mean of all workers, and three copies of what of it arrives: the blocks of the transfer,
   * all of them, and what Spark unwraps from it. Or the names of the codes.
   */
  public long driverHeap() {
    return BASE + Math.max(memory.resultBytes() + 3 * arrivingBytes(), namingHeap());
  }

  /** Means of the tasks that the driver fetches at a time. */
  private long arrivingBytes() {
    long ofTask = VectorSlices.TASK_BYTES / workers;
    return Math.min(memory.resultBytes(), FETCHED_AT_ONCE * ofTask);
  }

  /** What a round shows, and a network that says what its codes stand for, before and after. */
  private long namingHeap() {
    GqVaeSpec spec = memory.spec();
    if (!spec.hasCodebook()) {
      return usage.usageBytes(spec);
    }
    return usage.usageBytes(spec)
        + memory.parameterBytes()
        + GqVae.codebookBytes(spec)
        + 2 * GqVae.literalsBytes(spec)
        + VocabularyGrowth.bytes(spec.codebookSize());
  }

  /** The graph with its gradient, and its parameters once more to say what its codes stand for. */
  public long driverOffHeap() {
    return memory.resultBytes() + 2 * memory.parameterBytes();
  }

  /**
   * What was broadcast, and for each task what it trains or looks at words with; or the slices that
   * tasks sum, as they come and sorted.
   */
  public long executorHeap() {
    long slices = 2 * workersAtOnce * VectorSlices.TASK_BYTES;
    return BASE + Math.max(slices, Math.max(trainingHeap(), lookingHeap()));
  }

  /** The broadcast as it comes, and networks. */
  private long trainingHeap() {
    return memory.resultBytes() + workersAtOnce * memory.trainingBytes(positions);
  }

  /** The parameters as they come and unwrapped, and networks with the names of their codes. */
  private long lookingHeap() {
    long ofTask =
        memory.measuringBytes(positions)
            + UsagePass.namesBytes(memory.spec())
            + usage.usageBytes(memory.spec());
    return 2 * memory.parameterBytes() + workersAtOnce * ofTask;
  }

  /** The broadcast once; for each worker a graph with its gradient, and what its kernel stages. */
  public long executorOffHeap() {
    return memory.resultBytes() + workersOffHeap();
  }

  private long workersOffHeap() {
    return workersAtOnce
        * (memory.resultBytes() + memory.parameterBytes() + memory.stagingBytes(positions));
  }

  /**
   * Of one JVM that is driver and executor: slices come from the disk, and means from the next
   * thread, in two copies beside what arrives of them.
   */
  public long localHeap() {
    long slices = Math.min(workersAtOnce * VectorSlices.TASK_BYTES, workers * memory.resultBytes());
    long averaging = slices + memory.resultBytes() + 2 * arrivingBytes();
    return 2 * BASE
        + Math.max(Math.max(averaging, namingHeap()), Math.max(trainingHeap(), lookingHeap()));
  }

  /** Of one JVM that is driver and executor: there the broadcast is the graph itself. */
  public long localOffHeap() {
    return Math.max(
        driverOffHeap(), memory.resultBytes() + memory.parameterBytes() + workersOffHeap());
  }
}
