package org.gqvae.io.tokens;

import java.util.Arrays;

/**
 * Places documents in rows by their lengths, a row at a time: the longest document that has room,
 * again and again, as {@link FirstFitDecreasing} does; once there is room for two more at most, the
 * one or two that leave the least room. Of equally long documents the earlier goes first.
 *
 * <p>Each row looks at each length that is left. As there are at most 2 x ids / length + 1 rows,
 * that is in proportion to the ids.
 */
final class BestPairLast {
  private final long[] shortestFirst; // (documents) length and number
  private final int[] rows; // (documents) the result

  // The lengths that are left, ascending, with their documents in shortestFirst[from..to).
  private final int[] lengths;
  private final int[] from;
  private final int[] to;
  private int distinct;

  private BestPairLast(int[] ends, int documents) {
    shortestFirst = new long[documents];
    for (int i = 0; i < documents; i++) {
      long ids = ends[i] - (i == 0 ? 0 : ends[i - 1]);
      shortestFirst[i] = ids << Integer.SIZE | i;
    }
    Arrays.sort(shortestFirst);
    rows = new int[documents];
    lengths = new int[documents];
    from = new int[documents];
    to = new int[documents];
    for (int i = 0; i < documents; i++) {
      int ids = (int) (shortestFirst[i] >> Integer.SIZE);
      if (distinct == 0 || lengths[distinct - 1] != ids) {
        lengths[distinct] = ids;
        from[distinct] = i;
        distinct++;
      }
      to[distinct - 1] = i + 1;
    }
  }

  /** The rows that documents are placed in, as {@link FirstFitDecreasing#rows} gives them. */
  static int[] rows(int[] ends, int documents, int length) {
    BestPairLast packing = new BestPairLast(ends, documents);
    for (int row = 0; packing.distinct > 0; row++) {
      packing.fill(row, length);
      packing.dropLengthsWithoutDocuments();
    }
    return packing.rows;
  }

  private void fill(int row, int length) {
    int room = length;
    int longest = longestFitting(distinct - 1, room);
    while (longest >= 0 && shortestThree() <= room) {
      take(longest, row);
      room -= lengths[longest];
      longest = longestFitting(longest, room);
    }
    if (longest >= 0) {
      takeBestPair(longest, row, room);
    }
  }

  /** The last length up to a place that has documents and fits, or -1. */
  private int longestFitting(int place, int room) {
    int longest = place;
    while (longest >= 0 && (lengths[longest] > room || left(longest) == 0)) {
      longest--;
    }
    return longest;
  }

  /**
   * The ids of the three shortest documents that are left; more than any row where there are not so
   * many.
   */
  private long shortestThree() {
    long ids = 0;
    int documents = 0;
    for (int i = 0; i < distinct && documents < 3; i++) {
      int taken = Math.min(left(i), 3 - documents);
      ids += (long) taken * lengths[i];
      documents += taken;
    }
    return documents < 3 ? Long.MAX_VALUE : ids;
  }

  /** Takes a document of the longest length that fits, or two documents with more ids. */
  private void takeBestPair(int longest, int row, int room) {
    int longer = longest;
    int shorter = -1;
    int most = lengths[longest];
    int i = 0;
    int j = longest;
    while (i <= j) {
      if (left(j) == 0 || lengths[i] + lengths[j] > room) {
        j--;
        continue;
      }
      if (left(i) > (i == j ? 1 : 0) && lengths[i] + lengths[j] > most) {
        longer = j;
        shorter = i;
        most = lengths[i] + lengths[j];
      }
      i++;
    }
    take(longer, row);
    if (shorter >= 0) {
      take(shorter, row);
    }
  }

  private int left(int place) {
    return to[place] - from[place];
  }

  private void take(int place, int row) {
    rows[(int) shortestFirst[from[place]++]] = row;
  }

  private void dropLengthsWithoutDocuments() {
    int kept = 0;
    for (int i = 0; i < distinct; i++) {
      if (left(i) > 0) {
        lengths[kept] = lengths[i];
        from[kept] = from[i];
        to[kept] = to[i];
        kept++;
      }
    }
    distinct = kept;
  }
}
