package org.gqvae.io.report;

import java.util.List;

/**
 * A document, or its beginning, to be shown with its tokens.
 *
 * @param id the document's id
 * @param tokens the literals of its tokens in order; not copied
 */
public record SampleDocument(String id, List<byte[]> tokens) {
  /** Takes an unmodifiable list of the literals. */
  public SampleDocument {
    tokens = List.copyOf(tokens);
  }
}
