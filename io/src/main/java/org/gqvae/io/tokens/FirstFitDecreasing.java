package org.gqvae.io.tokens;

import java.util.Arrays;

/**
 * Places documents in rows by their lengths, the longest first: each in the first row that has room
 * for it, of equally long ones the earlier first. Ding et al. 2024, "Fewer Truncations Improve
 * Language Modeling" (arXiv 2404.10830), take the fullest row with room instead.
 *
 * <p>There are at most 2 x ids / length + 1 rows: the ids of any two rows are more than one has
 * room for, or the later row would not have been begun.
 */
final class FirstFitDecreasing {
  private final int leaves; // a power of two, at least the rows
  private final int[] room; // (2 x leaves) of row i at leaves + i; else the larger of 2i and 2i + 1

  private FirstFitDecreasing(int rows, int length) {
    leaves = rows <= 1 ? 1 : Integer.highestOneBit(rows - 1) << 1;
    room = new int[2 * leaves];
    Arrays.fill(room, length);
  }

  /**
   * The rows that documents are placed in, counted from 0.
   *
   * @param ends of the documents where they lie one behind the other; each has at least one id and
   *     at most {@code length}
   * @param documents the number of ends that count
   * @param length ids of a row
   * @return (documents)
   */
  static int[] rows(int[] ends, int documents, int length) {
    long[] shortestLast = new long[documents]; // room that it leaves in a row, and its number
    for (int i = 0; i < documents; i++) {
      int ids = ends[i] - (i == 0 ? 0 : ends[i - 1]);
      shortestLast[i] = ((long) (length - ids) << Integer.SIZE) | i;
    }
    Arrays.sort(shortestLast);
    long ids = documents == 0 ? 0 : ends[documents - 1];
    FirstFitDecreasing packing =
        new FirstFitDecreasing((int) Math.min(documents, 2 * ids / length + 1), length);
    int[] rows = new int[documents];
    for (long document : shortestLast) {
      rows[(int) document] = packing.place(length - (int) (document >> Integer.SIZE));
    }
    return rows;
  }

  /** Places a document in the first row with room, which a binary search down the tree finds. */
  private int place(int ids) {
    int node = 1;
    while (node < leaves) {
      node = room[2 * node] >= ids ? 2 * node : 2 * node + 1;
    }
    room[node] -= ids;
    for (int up = node / 2; up > 0; up /= 2) {
      room[up] = Math.max(room[2 * up], room[2 * up + 1]);
    }
    return node - leaves;
  }
}
