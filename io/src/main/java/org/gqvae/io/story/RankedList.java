package org.gqvae.io.story;

import java.util.Arrays;
import java.util.List;

/** A list that is drawn from by rank: the entry at {@code r}, from 0, as often as 1 / (r + 3). */
final class RankedList<T> {
  private static final int SHIFT = 3;

  private final List<T> entries;
  private final double[] cumulative; // share of the draws up to and with an entry

  RankedList(List<T> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("An empty list cannot be drawn from");
    }
    this.entries = List.copyOf(entries);
    cumulative = new double[entries.size()];
    double sum = 0;
    for (int rank = 0; rank < cumulative.length; rank++) {
      sum += 1.0 / (rank + SHIFT);
      cumulative[rank] = sum;
    }
    for (int rank = 0; rank < cumulative.length; rank++) {
      cumulative[rank] /= sum;
    }
  }

  T draw(StoryRandom random) {
    int found = Arrays.binarySearch(cumulative, random.fraction());
    int rank = found >= 0 ? found + 1 : -found - 1;
    return entries.get(Math.min(rank, entries.size() - 1));
  }
}
