package org.gqvae.io.corpus;

import java.io.Closeable;
import java.io.IOException;

/** The records of one {@link FileRange}, in order. */
interface RecordSource extends Closeable {
  /** The next record, or null after the last. */
  CorpusRecord next() throws IOException;
}
