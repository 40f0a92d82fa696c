package org.gqvae.io.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a user may have meant by a misspelt name. */
public final class Spelling {
  private Spelling() {}

  /**
   * The known name nearest to {@code name} by edits (insertion, deletion, replacement, swap of
   * neighbours), if one is near enough to be meant: a third of its letters at most. Ties go to the
   * first in alphabetical order.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> edits(name, candidate) <= Math.max(1, candidate.length() / 3))
        .min(
            Comparator.<String>comparingInt(candidate -> edits(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The edits that lead from {@code a} to {@code b}. */
  static int edits(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = i == 0 ? j : j == 0 ? i : cheapest(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()];
  }

  private static int cheapest(int[][] distance, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int cheapest =
        Math.min(
            distance[i - 1][j - 1] + (same ? 0 : 1),
            1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cheapest, distance[i - 2][j - 2] + 1) : cheapest;
  }
}
