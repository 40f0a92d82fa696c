package org.gqvae.io.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

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

  /** A copy of the record, or of its beginning where it is too long. */
  default byte[] copy() {
    return Arrays.copyOfRange(bytes(), from(), to());
  }

  /** A copy of the bytes that are kept of a record that is too long. */
  default byte[] beginning() {
    int kept = Math.min(to() - from(), Rejected.MAX_BYTES_OF_TOO_LONG);
    return Arrays.copyOfRange(bytes(), from(), from() + kept);
  }

  /** What a record is, for messages: {@code "line"}. */
  String unit();
}
