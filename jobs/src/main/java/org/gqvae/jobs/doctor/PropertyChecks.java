package org.gqvae.jobs.doctor;

import static org.gqvae.jobs.doctor.JvmChecks.gibibytes;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.gqvae.jobs.train.TrainingNeeds;

/** What Spark's properties must be for training. */
public final class PropertyChecks {
  private static final long LEAST_OVERHEAD = 384L << 20;

  private PropertyChecks() {}

  /** Checks the properties; those of executors where there are any. */
  public static List<Check> of(SparkConf conf, TrainingNeeds needs) {
    List<Check> checks = new ArrayList<>();
    checks.add(maxResultSize(conf, needs));
    String master = conf.get("spark.master");
    if (master.startsWith("yarn") || master.startsWith("k8s")) { // others give no containers
      checks.add(memoryOverhead(conf, needs));
    }
    return checks;
  }

  private static Check maxResultSize(SparkConf conf, TrainingNeeds needs) {
    long size = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    String found =
        (size == 0 ? "any" : gibibytes(size))
            + ", a round brings "
            + gibibytes(needs.resultBytes());
    return size == 0 || size > needs.resultBytes()
        ? Check.right("spark.driver.maxResultSize", found)
        : Check.wrong(
            "spark.driver.maxResultSize",
            found,
            "Spark ends a job whose results are larger",
            "--conf spark.driver.maxResultSize as below");
  }

  private static Check memoryOverhead(SparkConf conf, TrainingNeeds needs) {
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    long heap = conf.getSizeAsBytes("spark.executor.memory", "1g");
    long fallback = Math.max(LEAST_OVERHEAD, (long) (factor * heap));
    long size =
        conf.contains("spark.executor.memoryOverhead")
            ? conf.getSizeAsMb("spark.executor.memoryOverhead") << 20
            : fallback;
    String found = gibibytes(size) + ", training takes " + gibibytes(needs.executorOffHeap());
    return size >= needs.executorOffHeap()
        ? Check.right("spark.executor.memoryOverhead", found)
        : Check.wrong(
            "spark.executor.memoryOverhead",
            found,
            "ND4J's memory lies outside the heap: the cluster's manager ends a container that"
                + " takes more than it asked for",
            "--conf spark.executor.memoryOverhead as below");
  }
}
