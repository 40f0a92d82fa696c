package org.gqvae.jobs.train;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.gqvae.jobs.train.AveragingRounds.RoundTimes;
import org.gqvae.model.layers.FlatVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

/**
 * The training of {@link AveragingRounds} on Spark's executors through dl4j-spark.
 *
 * @param <S> a worker's shard
 */
public final class SparkAveraging<S> {
  private final ComputationGraph graph;
  private final SparkComputationGraph sparkGraph;
  private final JavaRDD<S> shards;
  private final WorkerBatches<S> plan;
  private final OrderedAveraging master;

  /**
   * @param graph trained in place
   * @param shards a partition of one shard for each worker
   */
  public SparkAveraging(
      JavaSparkContext spark, ComputationGraph graph, JavaRDD<S> shards, WorkerBatches<S> plan) {
    this.graph = graph;
    this.shards = shards;
    this.plan = plan;
    this.master = new OrderedAveraging(plan);
    this.sparkGraph = new SparkComputationGraph(spark, graph, master);
  }

  /** A class of what averages: where it was loaded from is where that comes from. */
  public static Class<?> library() {
    return ParameterAveragingTrainingMaster.class;
  }

  /**
   * Trains the graph for a round.
   *
   * @throws NotFiniteException when a worker's result holds NaN or an infinity; the graph is then
   *     that of the round before
   */
  public RoundTimes train(int round) {
    long start = System.nanoTime();
    try {
      sparkGraph.fit(shards.mapPartitionsWithIndex(new DrawBatches<>(plan, round), true));
      long trained = System.nanoTime() - start - master.averageNanos;
      return new RoundTimes(
          LocalAveraging.seconds(trained), LocalAveraging.seconds(master.averageNanos));
    } finally {
      master.freeBroadcast();
    }
  }

  private record DrawBatches<S>(WorkerBatches<S> plan, int round)
      implements Function2<Integer, Iterator<S>, Iterator<DataSet>> {
    @Override
    public Iterator<DataSet> call(Integer worker, Iterator<S> shard) {
      return plan.draw(shard.next(), worker, round);
    }
  }

  /**
   * dl4j-spark's averaging with the workers' results summed on executors, slice by slice, in the
   * order of the workers. The stock master collects whole results and sums them as they come in, so
   * that with more than two workers each run ends with other parameters. Also frees each round's
   * broadcast, and does not compute the batches twice to count them.
   */
  private static final class OrderedAveraging extends ParameterAveragingTrainingMaster {
    private final WorkerBatches<?> plan;
    private Broadcast<NetBroadcastTuple> start;
    private long averageNanos;

    OrderedAveraging(WorkerBatches<?> plan) {
      super(
          new Builder(plan.workers(), 1)
              .batchSizePerWorker(1) // a batch of words is one example of dl4j-spark
              .averagingFrequency(plan.batches())
              .workerPrefetchNumBatches(0)
              .saveUpdater(true)
              .repartionData(Repartition.Never)
              .rddTrainingApproach(RDDTrainingApproach.Direct)
              .storageLevel(null));
      this.plan = plan;
    }

    @Override
    protected <T, R extends JavaRDDLike<T, R>> long getTotalDataSetObjectCount(
        JavaRDDLike<T, R> drawn) {
      return (long) plan.workers() * plan.batches();
    }

    @Override
    public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph graph) {
      ComputationGraph network = graph.getNetwork();
      start =
          graph
              .getSparkContext()
              .broadcast(
                  new Start(
                      network.getConfiguration(),
                      network.params(),
                      network.getUpdater().getStateViewArray()));
      WorkerConfiguration configuration =
          new WorkerConfiguration(true, 1, 1, plan.batches(), 0, false);
      return new Worker(start, configuration, network.getConfiguration().getIterationCount());
    }

    void freeBroadcast() {
      if (start != null) {
        start.destroy();
        start = null;
      }
    }

    @Override
    protected void processResults(
        SparkDl4jMultiLayer unused,
        SparkComputationGraph graph,
        JavaRDD<ParameterAveragingTrainingResult> results,
        int split,
        int splits) {
      ComputationGraph network = graph.getNetwork();
      INDArray state = network.getUpdater().getStateViewArray();
      VectorSlices slices =
          new VectorSlices(plan.workers(), network.numParams(), state == null ? 0 : state.length());
      JavaRDD<SliceMean> means =
          SliceMean.of(
              results.mapPartitionsWithIndex(new Cut(slices), true).mapToPair(slice -> slice),
              slices);
      try {
        List<SliceMean> all = means.collect();
        long begin = System.nanoTime();
        SliceMean.take(all, slices, network);
        averageNanos = System.nanoTime() - begin;
      } finally {
        means.rdd().cleanShuffleDependencies(false); // else they stay on disk until memory is short
      }
      ComputationGraphConfiguration configuration = network.getConfiguration();
      configuration.setIterationCount(configuration.getIterationCount() + plan.batches());
    }
  }

  /** A worker's result to its slices by key. */
  private record Cut(VectorSlices slices)
      implements Function2<
          Integer, Iterator<ParameterAveragingTrainingResult>, Iterator<Tuple2<Long, byte[]>>> {
    @Override
    public Iterator<Tuple2<Long, byte[]>> call(
        Integer worker, Iterator<ParameterAveragingTrainingResult> results) {
      ParameterAveragingTrainingResult result = results.next();
      INDArray state = result.getUpdaterState();
      return slices.cut(
          worker,
          new FlatVector(result.getParameters()),
          state == null ? null : new FlatVector(state));
    }
  }

  /** What workers start from; its vectors travel as {@link FlatVector}s. */
  private static final class Start extends NetBroadcastTuple {
    private static final long serialVersionUID = 1L;

    Start(ComputationGraphConfiguration configuration, INDArray parameters, INDArray state) {
      super(configuration, parameters, state);
    }

    private record Travelling(
        ComputationGraphConfiguration configuration, FlatVector parameters, FlatVector state)
        implements Serializable {
      private Object readResolve() {
        return new Start(configuration, parameters.array(), state == null ? null : state.array());
      }
    }

    private Object writeReplace() {
      INDArray state = getUpdaterState();
      return new Travelling(
          getGraphConfiguration(),
          new FlatVector(getParameters()),
          state == null ? null : new FlatVector(state));
    }
  }

  /**
   * dl4j-spark's worker, told how many steps came before: a configuration forgets it when it is
   * cloned.
   */
  private static final class Worker extends ParameterAveragingTrainingWorker {
    private static final long serialVersionUID = 1L;

    private final int steps;

    Worker(Broadcast<NetBroadcastTuple> start, WorkerConfiguration configuration, int steps) {
      super(start, true, configuration, null, null, null);
      this.steps = steps;
    }

    @Override
    public ComputationGraph getInitialModelGraph() {
      ComputationGraph graph = super.getInitialModelGraph();
      graph.getConfiguration().setIterationCount(steps);
      return graph;
    }
  }
}
