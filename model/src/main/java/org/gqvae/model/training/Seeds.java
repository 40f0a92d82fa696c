package org.gqvae.model.training;

import org.gqvae.model.text.Word;

/** Seeds that depend on where they are used, and on nothing else. */
public final class Seeds {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * A seed for the place that {@code path} names below {@code seed}; other paths give unrelated
   * seeds.
   */
  public static long at(long seed, long... path) {
    long hash = mix(seed + GAMMA);
    for (long step : path) {
      // The hash is mixed once more than the step, so that the two cannot change places.
      hash = mix(mix(hash + GAMMA) ^ mix(step + GAMMA));
    }
    return hash;
  }

  /** A seed for a word below {@code seed}. */
  static long of(long seed, Word word) {
    return at(seed, word.high(), word.low(), word.length());
  }

  /** A number in [0, 1) for a word below {@code seed}. */
  static double fraction(long seed, Word word) {
    return (of(seed, word) >>> 11) * 0x1.0p-53;
  }

  // The finalizer of SplitMix64 (Steele et al. 2014).
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
