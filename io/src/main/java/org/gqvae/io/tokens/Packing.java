package org.gqvae.io.tokens;

import java.io.Serializable;
import java.util.Objects;

/**
 * How documents become rows of one length.
 *
 * @param length ids of a row
 * @param method how documents are placed in rows
 * @param windowIds ids that are placed together, of which only {@link PackMethod#BEST_FIT} takes
 *     notice: a window ends with the document that reaches so many
 * @param endOfText id that follows each document
 * @param pad id that fills rows up
 */
public record Packing(int length, PackMethod method, int windowIds, int endOfText, int pad)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public Packing {
    Objects.requireNonNull(method, "method");
    if (length < 1) {
      throw new IllegalArgumentException("Invalid length: " + length + ", expected >= 1");
    }
    if (windowIds < 1) {
      throw new IllegalArgumentException("Invalid windowIds: " + windowIds + ", expected >= 1");
    }
  }
}
