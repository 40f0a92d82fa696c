package org.gqvae.io.corpus;

import java.io.Serializable;
import java.util.List;

/**
 * A piece of a corpus that one task reads, in order.
 *
 * @param index place among the corpus's splits, from 0
 * @param files what it holds, in the order of the corpus
 * @param hosts machines that have most of its bytes, those first; none where it is as far from all
 */
public record Split(int index, List<FileRange> files, List<String> hosts) implements Serializable {

  public Split {
    files = List.copyOf(files);
    hosts = List.copyOf(hosts);
  }

  /** A split that is as far from all machines. */
  public Split(int index, List<FileRange> files) {
    this(index, files, List.of());
  }

  /** Bytes on disk. */
  public long bytes() {
    return files.stream().mapToLong(FileRange::bytes).sum();
  }
}
