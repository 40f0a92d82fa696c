package org.gqvae.jobs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** Notes what Spark's pages tell of each job. */
final class SparkJobs extends SparkListener {
  /** A job of Spark; null where it has no group or description. */
  public record Job(String group, String description) {}

  private final List<Job> jobs = new CopyOnWriteArrayList<>();

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    jobs.add(
        new Job(
            job.properties().getProperty("spark.jobGroup.id"),
            job.properties().getProperty("spark.job.description")));
  }

  /** In the order in which they began. */
  public List<Job> jobs() {
    return List.copyOf(jobs);
  }
}
