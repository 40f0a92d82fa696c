package org.gqvae.model.statistics;

import java.util.SortedMap;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * How much of the vocabulary the corpus uses. Only ordinary ids count, those of the 256 single
 * bytes and of the learned tokens: specials never stand in a document's ids.
 *
 * @param ids ordinary ids: 256 + learned tokens; the base of every efficiency
 * @param deadIds ids that never occur
 * @param deadSingleBytes of those, the single bytes: bytes that the corpus does not hold, or that
 *     longer tokens always cover
 * @param rareIds ids that occur, but at most {@link #RARE_USES} times
 * @param tokensOfTop running tokens that the n most used ids account for, by n
 */
public record VocabularyUse(
    int ids, int deadIds, int deadSingleBytes, int rareIds, SortedMap<Integer, Long> tokensOfTop) {

  /** An id used at most this often is rare. */
  public static final int RARE_USES = 10;

  /** Ids of learned tokens. */
  public int learnedTokens() {
    return ids - Vocabulary.SINGLE_BYTES;
  }

  /** Learned tokens that never occur. */
  public int deadLearnedTokens() {
    return deadIds - deadSingleBytes;
  }

  /** Ids that occur. */
  public int usedIds() {
    return ids - deadIds;
  }

  /** Used ids as a share of all, 0 to 1. */
  public double usedShare() {
    return (double) usedIds() / ids;
  }
}
