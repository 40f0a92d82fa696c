package org.gqvae.model.baseline;

import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * A vocabulary, and the scores by which words are encoded over it.
 *
 * @param vocabulary without counts
 */
public record ScoredVocabulary(Vocabulary vocabulary, TokenScores scores) {
  public ScoredVocabulary {
    scores.checkedFor(vocabulary);
  }

  /**
   * The vocabulary of merges: the first one has the score -1, the next -2, and so on; single bytes
   * have 0.
   *
   * @param merges distinct tokens of two bytes and more, in the order in which they are merged
   */
  public static ScoredVocabulary ofMerges(List<Word> merges) {
    Vocabulary vocabulary = Vocabulary.of(merges.stream().map(Word::toBytes).toList());
    long[] scores = new long[vocabulary.ordinaryIds()];
    for (int rank = 1; rank <= merges.size(); rank++) {
      byte[] token = merges.get(rank - 1).toBytes();
      scores[vocabulary.idOf(token, 0, token.length)] = -rank;
    }
    return new ScoredVocabulary(vocabulary, TokenScores.of(scores));
  }
}
