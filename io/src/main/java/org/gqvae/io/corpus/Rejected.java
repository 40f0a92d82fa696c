package org.gqvae.io.corpus;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * A record that holds no document.
 *
 * @param source the file's path relative to the input
 * @param offset where the record begins: byte offset in the decompressed file (text, JSONL), or row
 *     number in the file (Parquet)
 * @param reason why it holds none, for a person to read
 * @param raw the record's bytes, handed over rather than copied; of one that is too long the first
 *     {@value #MAX_BYTES_OF_TOO_LONG}, of a Parquet row none
 */
public record Rejected(String source, long offset, String reason, byte[] raw)
    implements CorpusRecord, Serializable {

  /** What is kept of a record that is longer than {@link CorpusSpec#maxDocumentBytes}. */
  public static final int MAX_BYTES_OF_TOO_LONG = 4096;

  public Rejected {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(raw, "raw");
  }

  /**
   * A document that is longer than allowed.
   *
   * @param beginning of the record, as much of it as is kept
   */
  static Rejected tooLong(
      String source, long offset, long bytes, CorpusSpec spec, byte[] beginning) {
    return new Rejected(source, offset, tooLong(bytes, spec), beginning);
  }

  /** The reason for rejecting a document of so many bytes. */
  static String tooLong(long bytes, CorpusSpec spec) {
    return "too long: %d bytes, more than input.max-document-bytes=%d"
        .formatted(bytes, spec.maxDocumentBytes());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rejected that
        && source.equals(that.source)
        && offset == that.offset
        && reason.equals(that.reason)
        && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, offset, reason, Arrays.hashCode(raw));
  }

  @Override
  public String toString() {
    return "Rejected[" + source + "#" + offset + ": " + reason + "]";
  }
}
