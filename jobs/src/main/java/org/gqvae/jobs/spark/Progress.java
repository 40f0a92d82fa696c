package org.gqvae.jobs.spark;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far Spark has come with the tasks at hand: by a bar on a terminal, else by a line a
 * minute. Also names the job group of what runs meanwhile on this thread.
 */
public final class Progress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final Duration BAR_PERIOD = Duration.ofMillis(500);
  private static final Duration LINE_PERIOD = Duration.ofMinutes(1);

  private final SparkSession spark;
  private final String name;
  private final ProgressBar bar; // null where there is no terminal
  private final ScheduledExecutorService clock;

  private record Tasks(long done, long all) {}

  private Progress(SparkSession spark, String name, ProgressBar bar) {
    this.spark = spark;
    this.name = name;
    this.bar = bar;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress of " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to tell the progress of {@code name}, until closed. */
  public static Progress of(SparkSession spark, String name) {
    boolean terminal = System.console() != null;
    ProgressBar bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(name)
                .setUnit(" tasks", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setInitialMax(-1)
                .build()
            : null;
    Progress progress = new Progress(spark, name, bar);
    Duration period = terminal ? BAR_PERIOD : LINE_PERIOD;
    progress.clock.scheduleAtFixedRate(
        progress::tell, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    spark.sparkContext().setJobGroup("gqvae " + name, name, true);
    return progress;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (bar != null) {
      bar.close();
    }
    spark.sparkContext().clearJobGroup();
  }

  private void tell() {
    Tasks tasks = tasks();
    if (bar != null) {
      bar.maxHint(tasks.all());
      bar.stepTo(tasks.done());
    } else if (tasks.all() > 0) {
      LOG.info("{}: {} of {} tasks done", name, tasks.done(), tasks.all());
    }
  }

  private Tasks tasks() {
    SparkStatusTracker tracker = spark.sparkContext().statusTracker();
    long done = 0;
    long all = 0;
    for (int stage : tracker.getActiveStageIds()) {
      SparkStageInfo info = tracker.getStageInfo(stage).getOrElse(() -> null);
      if (info != null) {
        done += info.numCompletedTasks();
        all += info.numTasks();
      }
    }
    return new Tasks(done, all);
  }
}
