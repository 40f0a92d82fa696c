package org.gqvae.jobs.train;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The training of {@link AveragingRounds} on Spark's executors. There is no dl4j-spark for the Scala
 * of Spark 4.
 *
 * @param <S> a worker's shard
 */
public final class SparkAveraging<S> extends ExecutorAveraging<S> {
  /**
   * @param graph trained in place
   * @param shards a partition of one shard for each worker
   */
  public SparkAveraging(
      JavaSparkContext spark, ComputationGraph graph, JavaRDD<S> shards, WorkerBatches<S> plan) {
    super(spark, graph, shards, plan);
  }

  /** A class of what averages: where it was loaded from is where that comes from. */
  public static Class<?> library() {
    return ExecutorAveraging.class;
  }
}
