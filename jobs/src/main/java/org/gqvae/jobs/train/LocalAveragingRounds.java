package org.gqvae.jobs.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.training.CodebookUsage;
import org.gqvae.model.training.WordShard;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Rounds in one JVM, one worker after the other: what the distributed rounds are held against. */
public final class LocalAveragingRounds implements AveragingRounds {
  private final ComputationGraph graph;
  private final List<WordShard> shards;
  private final RoundPlan plan;

  /**
   * @param graph trained in place
   * @param shards one for each worker
   */
  public LocalAveragingRounds(ComputationGraph graph, List<WordShard> shards, RoundPlan plan) {
    this.graph = graph;
    this.shards = List.copyOf(shards);
    this.plan = plan;
  }

  @Override
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
      plan.batches(shards.get(worker), worker, round)
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

  @Override
  public CodebookUsage observe(int round) {
    GqVae network = GqVaeGraph.measuring(graph);
    CodebookUsage usage = null;
    for (int worker = 0; worker < shards.size(); worker++) {
      CodebookUsage seen = plan.observe(network, shards.get(worker), worker, round);
      usage = usage == null ? seen : usage.merge(seen);
    }
    return usage;
  }

  @Override
  public void close() {}

  static double seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1000.0;
  }
}
