package org.gqvae.model.tokenizer;

import java.io.Serializable;
import java.util.Arrays;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * A whole number for each token but the specials, the higher the better: what a policy goes by.
 * Whole, so that sums are the same on every machine. Immutable.
 */
public final class TokenScores implements Serializable {
  /** No score is farther from 0, so that those of a word's tokens can be added up. */
  public static final long MAX_MAGNITUDE = 1L << 58;

  private static final double FIXED_POINT = 0x1p32;

  /** More than the log counts of a word's tokens add up to: 16 x 2^32 ln(2^63) is below 2^42. */
  private static final long TOKEN_COST = 1L << 42;

  private final long[] values; // (size)

  private TokenScores(long[] values) {
    this.values = values;
  }

  /**
   * Scores by id.
   *
   * @param values (size) of the ids from 0 on
   * @throws IllegalArgumentException if one is farther from 0 than {@link #MAX_MAGNITUDE}
   */
  public static TokenScores of(long[] values) {
    for (int id = 0; id < values.length; id++) {
      if (values[id] < -MAX_MAGNITUDE || values[id] > MAX_MAGNITUDE) {
        throw new IllegalArgumentException(
            "Invalid score of id " + id + ": " + values[id] + ", expected -2^58 to 2^58");
      }
    }
    return new TokenScores(values.clone());
  }

  /**
   * Scores whose sum is the highest where a word has the fewest tokens, and among those where the
   * sum of the tokens' log counts is the highest: {@code round(2^32 ln(1 + count)) - 2^42}.
   */
  public static TokenScores ofFewestTokens(Vocabulary vocabulary) {
    long[] values = new long[vocabulary.ordinaryIds()];
    for (int id = 0; id < values.length; id++) {
      values[id] =
          Math.round(FIXED_POINT * StrictMath.log(1.0 + vocabulary.count(id))) - TOKEN_COST;
    }
    return new TokenScores(values);
  }

  /** The number of ids that have scores. */
  public int size() {
    return values.length;
  }

  /** The id's score. */
  public long of(int id) {
    return values[id];
  }

  /** (size) The scores by id, in a new array. */
  public long[] toArray() {
    return values.clone();
  }

  /**
   * These scores.
   *
   * @throws IllegalArgumentException if they are not as many as the vocabulary needs
   */
  public TokenScores checkedFor(Vocabulary vocabulary) {
    if (size() != vocabulary.ordinaryIds()) {
      throw new IllegalArgumentException(
          "there are "
              + size()
              + " scores, expected "
              + vocabulary.ordinaryIds()
              + ", one a token");
    }
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenScores that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "TokenScores[size=" + size() + "]";
  }
}
