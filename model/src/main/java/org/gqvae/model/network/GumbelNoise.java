package org.gqvae.model.network;

import java.util.SplittableRandom;
import org.gqvae.model.layers.FastMath;

/**
 * Standard Gumbel noise, -ln(-ln(u)) of numbers u that are uniform in (0, 1): the highest of some
 * scores with noise is a draw from their softmax (Gumbel 1954). The same seed, the same noise.
 */
final class GumbelNoise {
  private final SplittableRandom random;

  GumbelNoise(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Adds the next {@code count} numbers to the first of x. */
  void addTo(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      float u = ((random.nextInt() >>> 9) + 0.5f) * 0x1p-23f; // exact: neither 0 nor 1
      x[i] -= FastMath.log(-FastMath.log(u));
    }
  }
}
