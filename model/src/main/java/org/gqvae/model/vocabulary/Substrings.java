package org.gqvae.model.vocabulary;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.text.WordMap;

/** Substrings of words with how often each stands in the running words. */
public final class Substrings {

  /** Those that could save most first: a token of n bytes stands in place of at most n tokens. */
  private static final Comparator<WordCounts.Entry> BY_SAVING =
      Comparator.<WordCounts.Entry>comparingDouble( // the product of large counts is no long
              substring -> (double) substring.count() * (substring.word().length() - 1))
          .reversed()
          .thenComparing(WordCounts.Entry::word);

  private Substrings() {}

  /**
   * The substrings of two bytes or more with the highest products of count and length - 1, in byte
   * order; of equal products the first in byte order.
   *
   * <pre>{@code
   * // "low" and "lower", 5 and 3 times
   * Substrings.mostSaving(words, 16, 3);   // low x 8 (16), lowe x 3 (9), lower x 3 (12)
   * }</pre>
   *
   * <p>Takes up to 1 kB a word while it counts, as a map holds the substrings of one length only.
   *
   * @param words distinct
   * @param mostBytes of a substring, at most {@value Word#MAX_BYTES}
   * @param most how many are returned, at least 1; all where there are no more
   */
  public static List<WordCounts.Entry> mostSaving(
      Collection<WordCounts.Entry> words, int mostBytes, int most) {
    PriorityQueue<WordCounts.Entry> best = new PriorityQueue<>(BY_SAVING.reversed());
    for (int length = 2; length <= mostBytes; length++) {
      counts(words, length)
          .forEach(
              (word, count) -> {
                WordCounts.Entry substring = new WordCounts.Entry(word, count);
                if (best.size() < most) {
                  best.add(substring);
                } else if (BY_SAVING.compare(substring, best.element()) < 0) {
                  best.remove();
                  best.add(substring);
                }
              });
    }
    return best.stream().sorted(Comparator.comparing(WordCounts.Entry::word)).toList();
  }

  /** How often each substring of {@code length} bytes stands in the running words. */
  private static WordMap counts(Collection<WordCounts.Entry> words, int length) {
    WordMap counts = new WordMap();
    for (WordCounts.Entry entry : words) {
      byte[] word = entry.word().toBytes();
      for (int to = length; to <= word.length; to++) {
        int from = to - length;
        counts.add(Word.high(word, from, to), Word.low(word, from, to), length, entry.count());
      }
    }
    return counts;
  }
}
