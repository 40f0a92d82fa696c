package org.gqvae.io.tokens;

import java.io.IOException;
import java.util.Arrays;

/**
 * Places documents whole, a window of them at a time by {@link FirstFitDecreasing}, or by {@link
 * BestPairLast} where that gives fewer rows. A document longer than a row is cut into full rows,
 * which are written at once, and a rest that is placed like a document. The rows of a window are in
 * the order of their first documents, and the documents of a row in their own.
 *
 * <p>In memory are the ids of a window, and some 40 bytes a document.
 */
final class BestFitPacker implements Packer {
  private final PackedRow row;
  private final int length;
  private final int windowIds;
  private long cutDocuments;

  // The window: documents, or rests of them, one behind the other; at last the one at hand.
  private int[] ids = new int[1024];
  private int size;
  private int[] ends = new int[64]; // (documents) in ids
  private int documents; // that are ended
  private boolean cut; // whether the document at hand has rows already

  BestFitPacker(PackedRow row, int length, int windowIds) {
    this.row = row;
    this.length = length;
    this.windowIds = windowIds;
  }

  @Override
  public void add(int[] more, int count) throws IOException {
    int begin = begin(documents);
    for (int from = 0; from < count; ) {
      if (size - begin == length) { // and there are more
        put(begin, size);
        size = begin;
        cut = true;
      }
      int added = Math.min(count - from, begin + length - size);
      if (added > ids.length - size) {
        ids = Arrays.copyOf(ids, Math.max(size + added, Math.min(2 * size, windowIds + length)));
      }
      System.arraycopy(more, from, ids, size, added);
      size += added;
      from += added;
    }
  }

  @Override
  public void endDocument() throws IOException {
    if (documents == ends.length) {
      ends = Arrays.copyOf(ends, 2 * documents);
    }
    ends[documents++] = size;
    cutDocuments += cut ? 1 : 0;
    cut = false;
    if (size >= windowIds) {
      placeWindow();
    }
  }

  @Override
  public void finish() throws IOException {
    placeWindow();
  }

  @Override
  public long cutDocuments() {
    return cutDocuments;
  }

  private void placeWindow() throws IOException {
    int[] rows = rows(); // (documents)
    int[] first = new int[documents]; // (rows, at most as many as documents) its first document
    int[] next = new int[documents]; // (documents) the next one in its row, or -1
    Arrays.fill(first, -1);
    for (int i = documents - 1; i >= 0; i--) {
      next[i] = first[rows[i]];
      first[rows[i]] = i;
    }
    for (int i = 0; i < documents; i++) {
      if (first[rows[i]] == i) {
        for (int j = i; j >= 0; j = next[j]) {
          put(begin(j), ends[j]);
        }
        row.fillUp();
      }
    }
    size = 0;
    documents = 0;
  }

  /** The rows of the window's documents. */
  private int[] rows() {
    int[] firstFit = FirstFitDecreasing.rows(ends, documents, length);
    int[] bestPair = BestPairLast.rows(ends, documents, length);
    return lastRow(bestPair) < lastRow(firstFit) ? bestPair : firstFit;
  }

  private static int lastRow(int[] rows) {
    return Arrays.stream(rows).max().orElse(-1);
  }

  private void put(int from, int to) throws IOException {
    row.beginDocument();
    row.put(ids, from, to);
  }

  private int begin(int document) {
    return document == 0 ? 0 : ends[document - 1];
  }
}
