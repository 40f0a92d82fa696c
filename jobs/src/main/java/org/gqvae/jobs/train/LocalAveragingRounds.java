package org.gqvae.jobs.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.training.CodebookUsage;
import org.gqvae.model.training.WordShard;

/** Rounds in one JVM, one worker after the other: what the distributed rounds are held against. */
public final class LocalAveragingRounds implements AveragingRounds {
  private final ComputationGraph graph;
  private final List<WordShard> shards;
  private final RoundPlan plan;
  private final LocalAveraging<WordShard> averaging;

  /**
   * @param graph trained in place
   * @param shards one for each worker
   */
  public LocalAveragingRounds(ComputationGraph graph, List<WordShard> shards, RoundPlan plan) {
    this.graph = graph;
    this.shards = List.copyOf(shards);
    this.plan = plan;
    this.averaging = new LocalAveraging<>(graph, shards, plan);
  }

  @Override
  public RoundTimes train(int round) {
    return averaging.train(round);
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
}
