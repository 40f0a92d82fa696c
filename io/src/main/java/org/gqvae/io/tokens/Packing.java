package org.gqvae.io.tokens;

import java.io.Serializable;

/**
 * How documents become rows of one length.
 *
 * @param length ids of a row
 * @param endOfText id that follows each document
 * @param pad id that fills up the last row
 */
public record Packing(int length, int endOfText, int pad) implements Serializable {
  private static final long serialVersionUID = 1L;

  public Packing {
    if (length < 1) {
      throw new IllegalArgumentException("Invalid length: " + length + ", expected >= 1");
    }
  }
}
