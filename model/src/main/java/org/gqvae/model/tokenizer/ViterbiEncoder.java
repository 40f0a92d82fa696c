package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Encodes a word by the tokens with the highest sum of scores; among those, by the longer first
 * token, then the longer second, and so on.
 *
 * <p>This orders all segmentations of a word, and scores are whole numbers, so that the result is
 * the same on every machine. Not thread-safe.
 */
public final class ViterbiEncoder implements WordEncoder {
  private final TokenTrie trie;
  private final long[] scores; // (tokens)

  // Of the word at hand, whose suffixes begin at 0..length.
  private final long[] sums = new long[Word.MAX_BYTES + 1]; // of the best segmentation's scores
  private final int[] firstIds = new int[Word.MAX_BYTES];
  private final int[] firstBytes = new int[Word.MAX_BYTES]; // the length of its first token
  private final int[] tokens = new int[Word.MAX_BYTES + 1]; // the empty suffix has none

  /** Encodes by the fewest tokens; among those, by the highest sum of the tokens' log counts. */
  public ViterbiEncoder(Vocabulary vocabulary) {
    this(vocabulary, TokenScores.ofFewestTokens(vocabulary));
  }

  /**
   * Encodes by the highest sum of scores.
   *
   * @throws IllegalArgumentException if there is not one for each token but the specials
   */
  public ViterbiEncoder(Vocabulary vocabulary, TokenScores scores) {
    this.scores = scores.checkedFor(vocabulary).toArray();
    this.trie = new TokenTrie(vocabulary);
  }

  @Override
  public List<int[]> encode(List<Word> words) {
    List<int[]> encodings = new ArrayList<>(words.size());
    for (Word word : words) {
      encodings.add(encode(word));
    }
    return encodings;
  }

  /** The word's ids. */
  public int[] encode(Word word) {
    return encode(word, word.length());
  }

  /**
   * The ids of the best segmentation into two tokens or more: what the word would be if it were no
   * token itself.
   *
   * @param word of two bytes or more
   */
  public int[] encodeInParts(Word word) {
    if (word.length() == 1) {
      throw new IllegalArgumentException("A word of one byte has no parts: " + word);
    }
    return encode(word, word.length() - 1);
  }

  private int[] encode(Word word, int longestToken) {
    int length = word.length();
    tokens[length] = 0;
    sums[length] = 0;
    for (int at = length - 1; at >= 0; at--) {
      chooseFirstToken(word, at, Math.min(length, at + longestToken));
    }
    int[] encoding = new int[tokens[0]];
    for (int at = 0, i = 0; at < length; at += firstBytes[at]) {
      encoding[i++] = firstIds[at];
    }
    return encoding;
  }

  /**
   * Finds the best segmentation of the suffix that begins at {@code at}, given those of the shorter
   * ones.
   *
   * @param end where the first token ends at the latest
   */
  private void chooseFirstToken(Word word, int at, int end) {
    sums[at] = Long.MIN_VALUE;
    int node = TokenTrie.ROOT;
    for (int rest = at; rest < end; ) {
      node = trie.child(node, word.byteAt(rest++));
      if (node == TokenTrie.NONE) {
        return;
      }
      int id = trie.id(node);
      if (id != TokenTrie.NONE && sums[rest] + scores[id] >= sums[at]) { // the longer one of equals
        sums[at] = sums[rest] + scores[id];
        tokens[at] = tokens[rest] + 1;
        firstIds[at] = id;
        firstBytes[at] = rest - at;
      }
    }
  }
}
