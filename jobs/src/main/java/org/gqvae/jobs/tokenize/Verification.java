package org.gqvae.jobs.tokenize;

/** Which documents are decoded again and compared with their text. */
public enum Verification {
  ALL,
  /** One in a hundred, chosen by a hash of its place in the input. */
  SAMPLE,
  NONE;

  /** Whether the {@code ordinal}-th document of the {@code split}-th split is one of them. */
  public boolean covers(int split, long ordinal) {
    return switch (this) {
      case ALL -> true;
      case SAMPLE -> Long.remainderUnsigned(hash(split, ordinal), 100) == 0;
      case NONE -> false;
    };
  }

  /** SplitMix64 of both. */
  private static long hash(int split, long ordinal) {
    long z = (split * 0x9E3779B97F4A7C15L + ordinal) * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
