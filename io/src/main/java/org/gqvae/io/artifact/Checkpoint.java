package org.gqvae.io.artifact;

import java.util.Arrays;

/**
 * Where training stands behind a round: all that the rounds after it depend on, together with the
 * settings and the words. Every draw's seed follows from the run's seed and the round, so the round
 * is the state of the random draws.
 *
 * @param round the last finished round, counted from 1
 * @param wordsSeen running words trained on so far, over all workers; of a language model tokens
 * @param steps optimizer steps so far
 * @param parameters the flat vector
 * @param updaterState the optimizer's; empty where it has none. Of a language model the running
 *     mean of the parameters follows it
 */
public record Checkpoint(
    int round, long wordsSeen, int steps, float[] parameters, float[] updaterState) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that
        && round == that.round
        && wordsSeen == that.wordsSeen
        && steps == that.steps
        && Arrays.equals(parameters, that.parameters)
        && Arrays.equals(updaterState, that.updaterState);
  }

  @Override
  public int hashCode() {
    return 31 * round + Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    return "Checkpoint[round=" + round + ", parameters=" + parameters.length + "]";
  }
}
