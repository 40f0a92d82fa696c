package org.gqvae.jobs.train;

import org.gqvae.model.training.CodebookUsage;

/**
 * Rounds of parameter averaging (McDonald et al. 2010) on one graph: in each, all workers start
 * from the graph's parameters and optimizer state, train on batches of their own shards, and the
 * graph takes the mean of both.
 *
 * <p>A round's result depends on the graph, the shards and the round's number alone, not on who
 * computes it or in which order workers finish.
 */
public interface AveragingRounds extends AutoCloseable {

  /**
   * Trains the graph for a round.
   *
   * @throws NotFiniteException when a worker's result holds NaN or an infinity; the graph is then
   *     that of the round before
   */
  RoundTimes train(int round);

  /** Looks at the graph as it is through all shards. */
  CodebookUsage observe(int round);

  /** Lets go of the shards. */
  @Override
  void close();

  /**
   * Where a round's time went.
   *
   * @param trainSeconds from handing out the parameters to having the mean of the workers' results
   * @param averageSeconds for giving the graph the mean
   */
  record RoundTimes(double trainSeconds, double averageSeconds) {}
}
