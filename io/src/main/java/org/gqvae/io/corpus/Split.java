package org.gqvae.io.corpus;

import java.io.Serializable;
import java.util.List;

/**
 * A piece of a corpus that one task reads, in order.
 *
 * @param index place among the corpus's splits, from 0
 * @param files what it holds, in the order of the corpus
 */
public record Split(int index, List<FileRange> files) implements Serializable {

  public Split {
    files = List.copyOf(files);
  }

  /** Bytes on disk. */
  public long bytes() {
    return files.stream().mapToLong(FileRange::bytes).sum();
  }
}
