package org.gqvae.io.story;

/** SplitMix64: written out here, so that the same seed gives the same stories on every JDK. */
final class StoryRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** The draws of one story, independent of every other story's. */
  StoryRandom(long seed, long story) {
    state = mix(mix(seed + GOLDEN_GAMMA) + story * GOLDEN_GAMMA);
  }

  /** Uniform in {@code [0, bound)}. */
  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  /** Uniform in {@code [0, 1)}. */
  double fraction() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** True once in {@code times} draws. */
  boolean onceIn(int times) {
    return below(times) == 0;
  }

  private long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
