package org.gqvae.io.report;

import java.util.Arrays;
import java.util.List;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * What the learned tokens of several vocabularies have in common.
 *
 * @param tokenizers their names
 * @param kinds what made them
 * @param shared (tokenizers, tokenizers) learned tokens that both have; of one with itself, all
 */
public record VocabularyOverlap(
    List<String> tokenizers, List<TokenizerKind> kinds, int[][] shared) {
  public VocabularyOverlap {
    tokenizers = List.copyOf(tokenizers);
    kinds = List.copyOf(kinds);
    shared = Arrays.stream(shared).map(int[]::clone).toArray(int[][]::new);
  }

  /** The overlap of these vocabularies. */
  public static VocabularyOverlap of(
      List<String> tokenizers, List<TokenizerKind> kinds, List<Vocabulary> vocabularies) {
    int[][] shared = new int[vocabularies.size()][vocabularies.size()];
    for (int i = 0; i < shared.length; i++) {
      for (int j = 0; j < shared.length; j++) {
        shared[i][j] = vocabularies.get(i).learnedTokensShared(vocabularies.get(j));
      }
    }
    return new VocabularyOverlap(tokenizers, kinds, shared);
  }

  /** Learned tokens that both have. */
  public int shared(int i, int j) {
    return shared[i][j];
  }

  /** Learned tokens that both have, of those that either has; NaN where neither has any. */
  public double jaccard(int i, int j) {
    int either = shared[i][i] + shared[j][j] - shared[i][j];
    return either == 0 ? Double.NaN : (double) shared[i][j] / either;
  }

  /** The share of {@code i}'s learned tokens that {@code j} has too; NaN where i has none. */
  public double share(int i, int j) {
    return shared[i][i] == 0 ? Double.NaN : (double) shared[i][j] / shared[i][i];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VocabularyOverlap that
        && tokenizers.equals(that.tokenizers)
        && kinds.equals(that.kinds)
        && Arrays.deepEquals(shared, that.shared);
  }

  @Override
  public int hashCode() {
    return 31 * tokenizers.hashCode() + Arrays.deepHashCode(shared);
  }
}
