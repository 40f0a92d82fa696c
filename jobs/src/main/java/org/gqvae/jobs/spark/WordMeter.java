package org.gqvae.jobs.spark;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;

/**
 * Tells the driver, while tasks run, how many words they have done in passes over words; a pass
 * counts from when it begins.
 *
 * <pre>{@code
 * WordMeter meter = new WordMeter(spark.sparkContext());
 * try (Progress progress = Progress.of(spark, "distill", meter)) {
 *   WordMeter.Pass pass = meter.begin(1_000_000);
 *   words.mapPartitions(some -> {
 *     WordMeter.Reading reading = pass.begin();
 *     ... reading.words(256) ...
 *   })
 * }
 * }</pre>
 *
 * <p>A task that runs again begins its words anew, so that nothing counts twice.
 */
public final class WordMeter {
  private final SparkContext context;
  private final List<Watched> passes = new CopyOnWriteArrayList<>();

  private record Watched(long words, LiveResults<Long> done) {}

  public WordMeter(SparkContext context) {
    this.context = context;
  }

  /** On the driver: begins a pass over so many words. */
  public Pass begin(long words) {
    ResultsByTask<Long> done = new ResultsByTask<>();
    context.register(done);
    passes.add(new Watched(words, new LiveResults<>(done, context)));
    return new Pass(done);
  }

  /** Words of all passes that have begun. */
  long words() {
    return passes.stream().mapToLong(Watched::words).sum();
  }

  /** Of these the words that are done. */
  long wordsDone() {
    return passes.stream()
        .flatMap(pass -> pass.done().known().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  void close() {
    passes.forEach(pass -> pass.done().close());
  }

  /** A pass over words. */
  public static final class Pass implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ResultsByTask<Long> done;

    private Pass(ResultsByTask<Long> done) {
      this.done = done;
    }

    /** In a task: begins with its partition. */
    public Reading begin() {
      return new Reading(done, TaskContext.getPartitionId());
    }
  }

  /** One task's way through its words. */
  public static final class Reading {
    private final ResultsByTask<Long> done;
    private final int partition;
    private long words;

    private Reading(ResultsByTask<Long> done, int partition) {
      this.done = done;
      this.partition = partition;
    }

    /** So many more words are done. */
    public void words(int count) {
      words += count;
      done.add(new ResultsByTask.Result<>(partition, words));
    }
  }
}
