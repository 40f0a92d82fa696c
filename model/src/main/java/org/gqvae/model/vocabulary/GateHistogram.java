package org.gqvae.model.vocabulary;

import java.io.Serializable;

/**
 * How gate logits are spread over the positions of running words: tells the threshold at which the
 * gates have a wanted rate. Merging is associative and commutative, and an empty histogram changes
 * nothing.
 */
public final class GateHistogram implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int DROPPED_BITS = 14; // of a float's 32: bins are 0.2 % wide
  private static final int HIGHEST_BIN = bin(Float.POSITIVE_INFINITY);
  private static final int LOWEST_BIN = bin(Float.NEGATIVE_INFINITY);

  private final long[] positions = new long[1 << (Integer.SIZE - DROPPED_BITS)]; // by logit
  private long words;
  private long bytes;

  /**
   * Counts a word's positions but its last, where a gate always is.
   *
   * @param logits the word's gates are {@code logits[start..start + length)}
   * @param count how often the word occurs
   */
  public void add(float[] logits, int start, int length, long count) {
    for (int p = start; p < start + length - 1; p++) {
      positions[bin(logits[p])] += count;
    }
    words += count;
    bytes += length * count;
  }

  /** Counts what the other has counted; returns this. */
  public GateHistogram merge(GateHistogram other) {
    for (int bin = 0; bin < positions.length; bin++) {
      positions[bin] += other.positions[bin];
    }
    words += other.words;
    bytes += other.bytes;
    return this;
  }

  /** Bytes of all running words. */
  public long bytes() {
    return bytes;
  }

  /** Bytes of a running word on average. */
  public double bytesPerWord() {
    return (double) bytes / words;
  }

  /** Bytes per gate where gates over the threshold are open. */
  public double bytesPerGate(double threshold) {
    long gates = words;
    for (int bin = HIGHEST_BIN; bin >= LOWEST_BIN && lowerEnd(bin) >= threshold; bin--) {
      gates += positions[bin];
    }
    return (double) bytes / gates;
  }

  /**
   * The highest threshold at which there are at most so many bytes per gate; where all positions
   * are not gates enough, one that they are all over.
   */
  public double threshold(double bytesPerGate) {
    long gates = words;
    int bin = HIGHEST_BIN;
    while (bin > LOWEST_BIN && bytes > bytesPerGate * gates) {
      gates += positions[--bin];
    }
    return bin == LOWEST_BIN ? Float.NEGATIVE_INFINITY : lowerEnd(bin);
  }

  /** Bins are in the order of the logits. */
  private static int bin(float logit) {
    int bits = Float.floatToIntBits(logit);
    return (bits ^ (bits >> 31 | Integer.MIN_VALUE)) >>> DROPPED_BITS;
  }

  private static float lowerEnd(int bin) {
    int ordered = bin << DROPPED_BITS;
    return Float.intBitsToFloat(ordered ^ (~ordered >> 31 | Integer.MIN_VALUE));
  }
}
