package org.gqvae.jobs.rejects;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.gqvae.jobs.spark.ResultsByTask;

/**
 * Ends a pass over the splits of a corpus when those that are done have more rejected records than
 * {@code input.max-failed}, so that a wrong format shows in the first splits.
 *
 * <pre>{@code
 * RejectLimit limit =
 *     RejectLimit.of(found, SplitCount::rejections, splits.size(), maxFailed, Rejections::told);
 * limit.hold(context.sc(), () -> context.parallelize(splits).map(...).collect());
 * }</pre>
 */
public final class RejectLimit {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final String TAG = "gqvae-reads-a-corpus";

  private final Supplier<Collection<Rejections>> done;
  private final int splits;
  private final long maxFailed;
  private final Function<Rejections, String> place;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  private RejectLimit(
      Supplier<Collection<Rejections>> done,
      int splits,
      long maxFailed,
      Function<Rejections, String> place) {
    this.done = done;
    this.splits = splits;
    this.maxFailed = maxFailed;
    this.place = place;
  }

  /**
   * A limit for one pass.
   *
   * @param results what each split gives when it is done
   * @param rejections of a result
   * @param splits of the corpus
   * @param place tells of rejected records and where they are
   */
  public static <T> RejectLimit of(
      ResultsByTask<T> results,
      Function<T, Rejections> rejections,
      int splits,
      long maxFailed,
      Function<Rejections, String> place) {
    return new RejectLimit(
        () -> results.value().values().stream().map(rejections).toList(), splits, maxFailed, place);
  }

  /**
   * Runs {@code pass}, whose Spark jobs are cancelled where too much is rejected.
   *
   * @throws TooManyRejectedException when they were
   */
  public <R> R hold(SparkContext context, Supplier<R> pass) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "limit of rejected records");
              thread.setDaemon(true);
              return thread;
            });
    context.addJobTag(TAG);
    clock.scheduleWithFixedDelay(
        () -> check(context), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return pass.get();
    } catch (Exception e) { // Spark's are checked ones that it does not declare
      if (cancelled.get()) {
        throw tooMany();
      }
      throw e;
    } finally {
      clock.shutdownNow();
      context.removeJobTag(TAG);
    }
  }

  private void check(SparkContext context) {
    Collection<Rejections> known = done.get();
    long rejected = known.stream().mapToLong(Rejections::count).sum();
    if (known.size() < splits && rejected > maxFailed) {
      cancelled.set(true);
      context.cancelJobsWithTag(TAG);
    }
  }

  private TooManyRejectedException tooMany() {
    Collection<Rejections> known = done.get();
    Rejections rejections = known.stream().reduce(Rejections.NONE, Rejections::plus);
    String ended =
        ". The command was ended early, after %,d of %,d splits; mend the input, or allow more by --max-failed"
            .formatted(known.size(), splits);
    return new TooManyRejectedException(rejections, maxFailed, place.apply(rejections) + ended);
  }
}
