package org.gqvae.io.tokens;

import java.io.Closeable;
import java.io.IOException;

/** Writes the documents of one part file, whole or not at all. */
public interface PartWriter extends RowSink, Closeable {
  /** Publishes the file. */
  PartFile commit() throws IOException;

  /** Gives the file up where it was not committed. */
  @Override
  void close() throws IOException;
}
