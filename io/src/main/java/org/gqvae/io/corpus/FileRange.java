package org.gqvae.io.corpus;

import java.io.Serializable;
import java.util.Objects;

/**
 * The records of one file that begin in {@code [start, end)}; of Parquet those of the row groups
 * whose middles lie there.
 *
 * @param path the file's full Hadoop path
 * @param name its path relative to the input
 * @param state of the whole file when the corpus was listed
 * @param start first byte on disk; 0 for a compressed file, which is never cut
 * @param end byte on disk after the last
 */
public record FileRange(
    String path,
    String name,
    CorpusFormat format,
    Compression compression,
    FileState state,
    long start,
    long end)
    implements Serializable {

  public FileRange {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(state, "state");
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("Range [" + start + ", " + end + ") of " + path);
    }
  }

  /** The records of the same file in another range. */
  FileRange part(long from, long to) {
    return new FileRange(path, name, format, compression, state, from, to);
  }

  /** Whether it is all of the file. */
  boolean isWhole() {
    return start == 0 && end == state.bytes();
  }

  /** Bytes on disk. */
  public long bytes() {
    return end - start;
  }
}
