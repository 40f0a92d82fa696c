package org.gqvae.io.export;

import java.io.Serializable;

/**
 * What documents add up to. Totals are added in any order.
 *
 * @param documents with the empty ones
 * @param empty documents without ids
 * @param tokens ids of the texts
 */
public record SplitTotals(long documents, long empty, long tokens) implements Serializable {
  /** No documents. */
  public static final SplitTotals NONE = new SplitTotals(0, 0, 0);

  /** Both together. */
  public SplitTotals plus(SplitTotals other) {
    return new SplitTotals(documents + other.documents, empty + other.empty, tokens + other.tokens);
  }

  /** These and one document. */
  public SplitTotals withDocument(long length) {
    return new SplitTotals(documents + 1, empty + (length == 0 ? 1 : 0), tokens + length);
  }
}
