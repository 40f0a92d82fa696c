package org.gqvae.jobs.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkContext;
import org.gqvae.io.corpus.Split;

/**
 * Tells the driver, while tasks run, how far they have come with the splits of a corpus.
 *
 * <pre>{@code
 * SplitMeter meter = SplitMeter.of(splits, spark.sparkContext());
 * try (Progress progress = Progress.of(spark, "count", meter)) {
 *   SplitTasks.of(splits, context).map(split -> {
 *     SplitMeter.Reading reading = meter.begin(split);
 *     ... reading.document(text.length) ...
 *     reading.end();
 *   })
 * }
 * }</pre>
 *
 * <p>A task that runs again begins its split anew, so that nothing counts twice.
 */
public final class SplitMeter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Text between two tellings of a task: some hundredths of a second. */
  private static final long TOLD_EVERY_BYTES = 1 << 20;

  private final ResultsByTask<Done> done = new ResultsByTask<>();
  private final transient long[] splitBytes; // on the driver; tasks have their splits

  /**
   * What is done of a split.
   *
   * @param documents read so far
   * @param bytes of them on disk, about: of their text, where the split has not come to its end
   * @param bytesToDo of the split on disk; 0 where an earlier run has done it
   */
  record Done(long documents, long bytes, long bytesToDo) implements Serializable {}

  private SplitMeter(long[] splitBytes) {
    this.splitBytes = splitBytes;
  }

  /** A meter that nobody reads, for work outside of Spark. */
  public static SplitMeter unread(List<Split> splits) {
    return new SplitMeter(splits.stream().mapToLong(Split::bytes).toArray());
  }

  /** A meter for one pass over {@code splits}, which are numbered from 0. */
  public static SplitMeter of(List<Split> splits, SparkContext context) {
    SplitMeter meter = unread(splits);
    context.register(meter.done);
    return meter;
  }

  /** In a task: begins to read a split. */
  public Reading begin(Split split) {
    return new Reading(split.index(), split.bytes());
  }

  /** In a task: passes over a split that an earlier run has done. */
  public void skip(Split split) {
    tell(split.index(), new Done(0, 0, 0));
  }

  /** On the driver: what tasks have come to, by split. */
  LiveResults<Done> watch(SparkContext context) {
    return new LiveResults<>(done, context);
  }

  long[] splitBytes() {
    return splitBytes;
  }

  private void tell(int split, Done state) {
    done.add(new ResultsByTask.Result<>(split, state));
  }

  /** One task's way through a split. */
  public final class Reading {
    private final int split;
    private final long bytesOnDisk;
    private long documents;
    private long bytes;
    private long untold;

    private Reading(int split, long bytesOnDisk) {
      this.split = split;
      this.bytesOnDisk = bytesOnDisk;
    }

    /** Counts a document, of so many bytes of text. */
    public void document(int textBytes) {
      documents++;
      bytes += textBytes;
      untold += textBytes;
      if (untold >= TOLD_EVERY_BYTES) {
        untold = 0;
        tell(split, new Done(documents, Math.min(bytes, bytesOnDisk), bytesOnDisk));
      }
    }

    /** The split has come to its end. */
    public void end() {
      tell(split, new Done(documents, bytesOnDisk, bytesOnDisk));
    }
  }
}
