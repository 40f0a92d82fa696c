package org.gqvae.jobs.train;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.jobs.train.AveragingRounds.RoundTimes;
import org.nd4j.linalg.api.ndarray.INDArray;
import scala.Tuple2;

/**
 * The training of {@link AveragingRounds} on Spark's executors without dl4j-spark, to the bit what
 * {@link LocalAveraging} gives: each worker does its steps in one task, and the results are summed
 * slice by slice, in the order of the workers.
 *
 * @param <S> a worker's shard
 */
public class ExecutorAveraging<S> {
  private final JavaSparkContext spark;
  private final ComputationGraph graph;
  private final JavaRDD<S> shards;
  private final WorkerBatches<S> plan;

  /**
   * @param graph trained in place
   * @param shards a partition of one shard for each worker
   */
  public ExecutorAveraging(
      JavaSparkContext spark, ComputationGraph graph, JavaRDD<S> shards, WorkerBatches<S> plan) {
    this.spark = spark;
    this.graph = graph;
    this.shards = shards;
    this.plan = plan;
  }

  /**
   * Trains the graph for a round.
   *
   * @throws NotFiniteException when a worker's result holds NaN or an infinity; the graph is then
   *     that of the round before
   */
  public final RoundTimes train(int round) {
    long begin = System.nanoTime();
    INDArray state = graph.getUpdater().getStateViewArray();
    VectorSlices slices =
        new VectorSlices(plan.workers(), graph.numParams(), state == null ? 0 : state.length());
    Broadcast<WorkerStart> start = spark.broadcast(WorkerStart.of(graph));
    JavaRDD<SliceMean> means =
        SliceMean.of(
            shards
                .mapPartitionsWithIndex(new Work<>(plan, round, start, slices), true)
                .mapToPair(slice -> slice),
            slices);
    try {
      List<SliceMean> all = means.collect();
      long trained = System.nanoTime();
      SliceMean.take(all, slices, graph);
      WorkerStart.countSteps(graph, plan.batches());
      return new RoundTimes(
          LocalAveraging.seconds(trained - begin),
          LocalAveraging.seconds(System.nanoTime() - trained));
    } finally {
      means.rdd().cleanShuffleDependencies(false); // else they stay on disk until memory is short
      start.destroy();
    }
  }

  /** A worker's steps, to the slices of its result by key. */
  private record Work<S>(
      WorkerBatches<S> plan, int round, Broadcast<WorkerStart> start, VectorSlices slices)
      implements Function2<Integer, Iterator<S>, Iterator<Tuple2<Long, byte[]>>> {
    @Override
    public Iterator<Tuple2<Long, byte[]>> call(Integer worker, Iterator<S> shard) {
      WorkerResult result = start.value().train(plan.draw(shard.next(), worker, round));
      return slices.cut(worker, result.parameters(), result.updaterState());
    }
  }
}
