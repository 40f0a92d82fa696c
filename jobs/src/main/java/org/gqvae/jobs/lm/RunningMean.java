package org.gqvae.jobs.lm;

import java.util.Arrays;

/**
 * The running mean of the weights behind each round, which measures better than the weights
 * themselves while the learning rate is high (Polyak and Juditsky 1992): mean = d mean + (1 - d)
 * weights, where d is the decay, or (n - 1) / n behind the n-th round while that is less: the mean
 * begins as the plain mean of all rounds.
 */
final class RunningMean {
  private final double decay;
  private float[] mean;

  /**
   * @param mean where it stood; not copied
   */
  RunningMean(double decay, float[] mean) {
    this.decay = decay;
    this.mean = mean;
  }

  /** Takes in the weights behind round {@code round}, counted from 1. */
  void add(int round, float[] weights) {
    float kept = (float) Math.min(decay, (round - 1.0) / round);
    if (mean.length == 0) {
      mean = Arrays.copyOf(weights, weights.length);
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] = kept * mean[i] + (1 - kept) * weights[i];
    }
  }

  /** The mean; its own array. */
  float[] values() {
    return mean;
  }
}
