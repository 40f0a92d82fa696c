package org.gqvae.model.statistics;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts of a tokenized corpus by group. Immutable; {@link #plus} is commutative and
 * associative with {@link #NONE} as identity. Made by a {@link TokenCounter} from the rows of each
 * file, then added up over the files.
 */
public final class TokenStatistics implements Serializable {
  private static final long serialVersionUID = 1;

  /** Groups that one corpus may have. */
  public static final int MAX_GROUPS = 256;

  /** The statistics of no documents. */
  public static final TokenStatistics NONE = new TokenStatistics(new TreeMap<>(groupOrder()));

  private final TreeMap<String, TokenCounts> groups;

  TokenStatistics(TreeMap<String, TokenCounts> groups) {
    this.groups = groups;
  }

  /** The statistics of documents of one group; null stands for documents without a value. */
  public static TokenStatistics ofGroup(String group, TokenCounts counts) {
    TreeMap<String, TokenCounts> groups = new TreeMap<>(groupOrder());
    groups.put(group, counts);
    return new TokenStatistics(groups);
  }

  /** Group values in the order of their characters, documents without a value first. */
  static Comparator<String> groupOrder() {
    return Comparator.nullsFirst(Comparator.naturalOrder());
  }

  /**
   * Checks how many groups there are.
   *
   * @throws IllegalArgumentException when they are more than {@link #MAX_GROUPS}
   */
  public static void checkGroups(long groups) {
    if (groups > MAX_GROUPS) {
      throw new IllegalArgumentException(
          "The grouping column has more than "
              + MAX_GROUPS
              + " different values; group by a column of fewer values");
    }
  }

  /**
   * The statistics of both corpora together.
   *
   * @throws IllegalArgumentException when the two were counted with vocabularies of different
   *     sizes, or have more than {@link #MAX_GROUPS} groups together
   */
  public TokenStatistics plus(TokenStatistics other) {
    TreeMap<String, TokenCounts> merged = new TreeMap<>(groups);
    other.groups.forEach((group, counts) -> merged.merge(group, counts, TokenCounts::plus));
    checkGroups(merged.size());
    return new TokenStatistics(merged);
  }

  /** The counts over all documents. */
  public TokenCounts total() {
    return groups.values().stream().reduce(TokenCounts.NONE, TokenCounts::plus);
  }

  /**
   * The counts of each group by the group's value, null standing for documents without one and
   * coming first.
   */
  public SortedMap<String, TokenCounts> groups() {
    return Collections.unmodifiableSortedMap(groups);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenStatistics that && groups.equals(that.groups);
  }

  @Override
  public int hashCode() {
    return groups.hashCode();
  }

  @Override
  public String toString() {
    return "TokenStatistics" + groups;
  }
}
