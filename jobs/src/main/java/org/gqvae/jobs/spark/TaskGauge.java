package org.gqvae.jobs.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;

/** Counts the tasks of the stages that are running. */
final class TaskGauge implements Gauge {
  private final SparkStatusTracker tracker;

  TaskGauge(SparkContext context) {
    this.tracker = context.statusTracker();
  }

  @Override
  public Reading read() {
    long done = 0;
    long all = 0;
    for (int stage : tracker.getActiveStageIds()) {
      SparkStageInfo info = tracker.getStageInfo(stage).getOrElse(() -> null);
      if (info != null) {
        done += info.numCompletedTasks();
        all += info.numTasks();
      }
    }
    return new Reading(done, all, "");
  }

  @Override
  public String unit() {
    return " tasks";
  }

  @Override
  public long unitSize() {
    return 1;
  }

  @Override
  public void close() {}
}
