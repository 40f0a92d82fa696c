package org.gqvae.model.baseline;

import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.vocabulary.Pruning;
import org.gqvae.model.vocabulary.Substrings;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Learns the vocabulary over which the running words take the fewest tokens: all substrings of the
 * words are candidates, and {@link Pruning} keeps those that the words would miss most. No network,
 * and no chance.
 *
 * <pre>{@code
 * counts.sorted()                                   // low x 5, lower x 3
 * new PrunedTrainer(counts.sorted(), 1000).train(2) // [low, lower]
 * }</pre>
 */
public final class PrunedTrainer {
  private final List<WordCounts.Entry> words;
  private final int candidates;

  /**
   * @param words distinct
   * @param candidates the most substrings to choose among: those of the highest {@link
   *     Substrings#mostSaving products of count and length - 1}
   */
  public PrunedTrainer(List<WordCounts.Entry> words, int candidates) {
    this.words = List.copyOf(words);
    this.candidates = candidates;
  }

  /**
   * Learns tokens, to be encoded by the fewest tokens.
   *
   * @param learnedTokens how many; there are fewer where the words have fewer substrings
   * @return without counts
   */
  public Vocabulary train(int learnedTokens) {
    List<Word> tokens =
        new Pruning(words, Substrings.mostSaving(words, Word.MAX_BYTES, candidates))
            .keep(learnedTokens);
    return Vocabulary.of(tokens.stream().map(Word::toBytes).toList());
  }
}
