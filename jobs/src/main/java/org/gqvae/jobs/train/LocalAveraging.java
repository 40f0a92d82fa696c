package org.gqvae.jobs.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.gqvae.jobs.train.AveragingRounds.RoundTimes;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The training of {@link AveragingRounds} in one JVM, one worker after the other: what {@link
 * SparkAveraging} is held against.
 *
 * @param <S> a worker's shard
 */
public final class LocalAveraging<S> {
  private final ComputationGraph graph;
  private final List<S> shards;
  private final WorkerBatches<S> plan;

  /**
   * @param graph trained in place
   * @param shards one for each worker
   */
  public LocalAveraging(ComputationGraph graph, List<S> shards, WorkerBatches<S> plan) {
    this.graph = graph;
    this.shards = List.copyOf(shards);
    this.plan = plan;
  }

  /** Trains the graph for a round. */
  public RoundTimes train(int round) {
    long start = System.nanoTime();
    List<WorkerResult> results = new ArrayList<>();
    for (int worker = 0; worker < shards.size(); worker++) {
      ComputationGraph copy = new ComputationGraph(graph.getConfiguration().clone());
      copy.init(graph.params().dup(), false);
      copy.getConfiguration().setIterationCount(graph.getConfiguration().getIterationCount());
      INDArray state = graph.getUpdater().getStateViewArray();
      if (state != null) {
        copy.setUpdater(new ComputationGraphUpdater(copy, state.dup()));
      }
      plan.draw(shards.get(worker), worker, round)
          .forEachRemaining((DataSet batch) -> copy.fit(batch));
      results.add(WorkerResult.of(copy.params(), copy.getUpdater().getStateViewArray()));
    }
    long trained = System.nanoTime();
    WorkerResult.average(results, graph);
    graph
        .getConfiguration()
        .setIterationCount(graph.getConfiguration().getIterationCount() + plan.batches());
    return new RoundTimes(seconds(trained - start), seconds(System.nanoTime() - trained));
  }

  static double seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1000.0;
  }
}
