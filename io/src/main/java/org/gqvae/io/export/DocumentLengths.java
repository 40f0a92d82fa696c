package org.gqvae.io.export;

import java.util.Arrays;

/** The numbers of ids of documents, in their order. */
public final class DocumentLengths implements DocumentSink {
  private int[] lengths = new int[1024];
  private int size;
  private long length; // of the document at hand

  /** Adds to the length of the document at hand; it does not look at {@code ids}. */
  @Override
  public void write(int[] ids, int from, int to) {
    length += to - from;
  }

  /**
   * Ends the document at hand.
   *
   * @throws ArithmeticException when it has 2^31 ids or more
   */
  @Override
  public void endDocument() {
    if (size == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * size);
    }
    lengths[size++] = Math.toIntExact(length);
    length = 0;
  }

  /** The number of documents. */
  int size() {
    return size;
  }

  int get(int document) {
    return lengths[document];
  }

  /** The ids of all. */
  long sum() {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += lengths[i];
    }
    return sum;
  }
}
