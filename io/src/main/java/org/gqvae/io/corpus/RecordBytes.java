package org.gqvae.io.corpus;

import java.io.Closeable;
import java.io.IOException;

/**
 * Walks over the records of a stream. A record's bytes are {@code bytes()[from()..to())} until the
 * next call of {@link #next}; one that is too long shows its beginning only.
 */
interface RecordBytes extends Closeable {
  /** Moves to the next record; false after the last. */
  boolean next() throws IOException;

  byte[] bytes();

  int from();

  int to();

  /** Where the record begins in the stream. */
  long offset();

  /** The record's length, which {@code to() - from()} falls short of where it is too long. */
  long length();

  boolean isTooLong();

  /** A copy of the record, or of its beginning. */
  byte[] copy();

  /** What a record is, for messages: {@code "line"}. */
  String unit();
}
