package org.gqvae.io.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How settings, options and files spell constants, and what a misspelt name may have meant. */
public final class Spelling {
  private Spelling() {}

  /** In lower case with hyphens: {@code STRAIGHT_THROUGH} is {@code straight-through}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The spellings of an enum's constants, in their order: {@code bpe, unigram, pruned, vqvae}. */
  public static String all(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Spelling::of)
        .collect(Collectors.joining(", "));
  }

  /** The constant of that spelling, if there is one. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String spelling) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(spelling))
        .findFirst();
  }

  /**
   * The constant that a key has as its value.
   *
   * @throws IllegalArgumentException if there is none: {@code Invalid kind: bqe, expected one of
   *     bpe, unigram, pruned, vqvae}
   */
  public static <E extends Enum<E>> E parse(String key, Class<E> type, String spelling) {
    return find(type, spelling)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid " + key + ": " + spelling + ", expected one of " + all(type)));
  }

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
