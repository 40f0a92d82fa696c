package org.gqvae.io.export;

import java.io.IOException;

/** Takes documents one after the other, each in pieces. */
public interface DocumentSink {
  /**
   * Appends ids to the document at hand.
   *
   * @throws IllegalArgumentException when one is not of the vocabulary
   */
  void write(int[] ids, int from, int to) throws IOException;

  /** Ends the document at hand, which may have no ids. */
  void endDocument() throws IOException;
}
