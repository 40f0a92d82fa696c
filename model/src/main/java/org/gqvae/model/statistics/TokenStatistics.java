package org.gqvae.model.statistics;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts of a tokenized corpus, whole and by group. Immutable; {@link #plus} is commutative and
 * associative with {@link #NONE} as identity. Made by a {@link TokenCounter} from the rows of each
 * file, then added up over the files.
 */
public final class TokenStatistics implements Serializable {
  private static final long serialVersionUID = 1;

  /** Groups that one corpus may have: each holds a count for every id of the vocabulary. */
  public static final int MAX_GROUPS = 256;

  /** The statistics of no documents. */
  public static final TokenStatistics NONE =
      new TokenStatistics(TokenCounts.NONE, new TreeMap<>(groupOrder()));

  private final TokenCounts total;
  private final TreeMap<String, TokenCounts> groups;

  TokenStatistics(TokenCounts total, TreeMap<String, TokenCounts> groups) {
    this.total = total;
    this.groups = groups;
  }

  /** Group values in the order of their characters, documents without a value first. */
  static Comparator<String> groupOrder() {
    return Comparator.nullsFirst(Comparator.naturalOrder());
  }

  /** What to say when a grouping column has too many values. */
  static IllegalArgumentException tooManyGroups() {
    return new IllegalArgumentException(
        "The grouping column has more than "
            + MAX_GROUPS
            + " different values; group by a column of fewer values");
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
    if (merged.size() > MAX_GROUPS) {
      throw tooManyGroups();
    }
    return new TokenStatistics(total.plus(other.total), merged);
  }

  /** The counts over all documents. */
  public TokenCounts total() {
    return total;
  }

  /**
   * The counts of each group by the group's value, null standing for documents without one and
   * coming first; empty when the documents were counted without groups.
   */
  public SortedMap<String, TokenCounts> groups() {
    return Collections.unmodifiableSortedMap(groups);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenStatistics that
        && total.equals(that.total)
        && groups.equals(that.groups);
  }

  @Override
  public int hashCode() {
    return 31 * total.hashCode() + groups.hashCode();
  }

  @Override
  public String toString() {
    return "TokenStatistics{total=" + total + ", groups=" + groups + "}";
  }
}
