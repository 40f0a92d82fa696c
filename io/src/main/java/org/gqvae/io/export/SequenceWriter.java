package org.gqvae.io.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes the documents of one file, with what stands beside it. Where a format cuts documents, the
 * first may have begun in the file before: only those are ended that begin in this one.
 */
public interface SequenceWriter extends DocumentSink, Closeable {
  /** Whether nothing was written: a long document before takes all of the file's places. */
  boolean isEmpty();

  /** Publishes the files, the one of the ids first. */
  List<ExportedFile> commit() throws IOException;
}
