package org.gqvae.io.corpus;

import java.io.Closeable;
import java.io.IOException;

/** A file of documents in the making. */
interface DocumentOutput extends Closeable {
  /**
   * @throws IllegalArgumentException when the format cannot hold the document
   */
  void write(Document document) throws IOException;
}
