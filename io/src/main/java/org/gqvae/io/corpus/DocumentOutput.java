package org.gqvae.io.corpus;

import java.io.Closeable;
import java.io.IOException;

/** A file of documents in the making, which appears when it is committed. */
interface DocumentOutput extends Closeable {
  /**
   * Adds a document.
   *
   * @throws IllegalArgumentException when the format cannot hold the document
   */
  void write(Document document) throws IOException;

  /** Publishes the file. */
  void commit() throws IOException;

  /** Gives the file up where it was not committed. */
  @Override
  void close() throws IOException;
}
