package org.gqvae.jobs.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.jobs.train.AveragingRounds.RoundTimes;

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
    WorkerStart all = WorkerStart.of(graph);
    List<WorkerResult> results = new ArrayList<>();
    for (int worker = 0; worker < shards.size(); worker++) {
      results.add(all.train(plan.draw(shards.get(worker), worker, round)));
    }
    long trained = System.nanoTime();
    WorkerResult.average(results, graph);
    WorkerStart.countSteps(graph, plan.batches());
    return new RoundTimes(seconds(trained - start), seconds(System.nanoTime() - trained));
  }

  static double seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1000.0;
  }
}
