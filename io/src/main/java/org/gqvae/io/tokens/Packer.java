package org.gqvae.io.tokens;

import java.io.IOException;

/** Places documents, each with its end of text, in rows. */
interface Packer {
  /** Takes the first {@code count} ids of an array, more of the document at hand: at least one. */
  void add(int[] ids, int count) throws IOException;

  /** Ends the document at hand. */
  void endDocument() throws IOException;

  /** Writes all that is not written yet, after the last document. */
  void finish() throws IOException;

  /** The ended documents that lie in more than one row. */
  long cutDocuments();
}
