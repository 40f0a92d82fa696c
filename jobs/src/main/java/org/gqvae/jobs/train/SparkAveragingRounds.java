package org.gqvae.jobs.train;

import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.training.CodebookUsage;
import org.gqvae.model.training.WordShard;
import scala.Tuple2;

/** Rounds on Spark's executors. */
public final class SparkAveragingRounds implements AveragingRounds {
  private final JavaSparkContext spark;
  private final ComputationGraph graph;
  private final JavaRDD<WordShard> shards;
  private final RoundPlan plan;
  private final IntFunction<RoundTimes> averaging;

  /**
   * @param graph trained in place
   * @param shards a partition of one shard for each worker
   */
  public SparkAveragingRounds(
      JavaSparkContext spark, ComputationGraph graph, JavaRDD<WordShard> shards, RoundPlan plan) {
    this(spark, graph, shards, plan, new SparkAveraging<>(spark, graph, shards, plan)::train);
  }

  /**
   * @param averaging trains the graph for a round
   */
  SparkAveragingRounds(
      JavaSparkContext spark,
      ComputationGraph graph,
      JavaRDD<WordShard> shards,
      RoundPlan plan,
      IntFunction<RoundTimes> averaging) {
    this.spark = spark;
    this.graph = graph;
    this.shards = shards;
    this.plan = plan;
    this.averaging = averaging;
  }

  @Override
  public RoundTimes train(int round) {
    return averaging.apply(round);
  }

  @Override
  public CodebookUsage observe(int round) {
    Broadcast<ComputationGraphConfiguration> configuration =
        spark.broadcast(graph.getConfiguration());
    Broadcast<float[]> values = spark.broadcast(NetworkGraph.values(graph));
    JavaRDD<CodebookUsage> merged =
        shards
            .mapPartitionsWithIndex(new Observe(plan, round, configuration, values), true)
            .mapToPair(usage -> usage)
            .repartitionAndSortWithinPartitions(new HashPartitioner(1))
            .values()
            .mapPartitions(SparkAveragingRounds::merge);
    try {
      return merged.first();
    } finally {
      merged.rdd().cleanShuffleDependencies(false);
      configuration.destroy();
      values.destroy();
    }
  }

  /** On one executor and in the order of the workers: sums of doubles depend on it. */
  private static Iterator<CodebookUsage> merge(Iterator<CodebookUsage> byWorker) {
    CodebookUsage all = byWorker.next();
    byWorker.forEachRemaining(all::merge);
    return List.of(all).iterator();
  }

  @Override
  public void close() {
    shards.unpersist();
  }

  private record Observe(
      RoundPlan plan,
      int round,
      Broadcast<ComputationGraphConfiguration> configuration,
      Broadcast<float[]> values)
      implements Function2<Integer, Iterator<WordShard>, Iterator<Tuple2<Integer, CodebookUsage>>> {
    @Override
    public Iterator<Tuple2<Integer, CodebookUsage>> call(
        Integer worker, Iterator<WordShard> shard) {
      GqVae network = GqVaeGraph.measuring(configuration.value(), values.value());
      CodebookUsage usage = plan.observe(network, shard.next(), worker, round);
      return List.of(new Tuple2<>(worker, usage)).iterator();
    }
  }
}
