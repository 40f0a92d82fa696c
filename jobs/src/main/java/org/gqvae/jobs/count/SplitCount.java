package org.gqvae.jobs.count;

import java.io.Serializable;
import java.util.List;

/**
 * What counting one split has found besides its words.
 *
 * @param split its index
 * @param words running words
 * @param bytes of the documents' texts
 * @param chars code points of the texts
 * @param firstRejected the first few rejected records, each in a line for a person
 */
public record SplitCount(
    int split,
    long documents,
    long failed,
    long words,
    long bytes,
    long chars,
    List<String> firstRejected)
    implements Serializable {

  /** How many rejected records are told apart. */
  static final int MAX_REJECTED_TOLD = 3;

  public SplitCount {
    firstRejected = List.copyOf(firstRejected);
  }
}
