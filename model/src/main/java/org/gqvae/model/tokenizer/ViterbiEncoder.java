package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Encodes a word by the tokens with the highest sum of scores; among those, by the longer last
 * token, then the longer one before it, and so on, as SentencePiece and Hugging Face's tokenizers
 * do.
 *
 * <p>This orders all segmentations of a word, and scores are whole numbers, so that the result is
 * the same on every machine. Not thread-safe.
 */
public final class ViterbiEncoder implements WordEncoder {
  private final TokenTrie trie;
  private final long[] scores; // (tokens)

  // Of the word at hand, whose prefixes end at 0..length.
  private final long[] sums = new long[Word.MAX_BYTES + 1]; // of the best segmentation's scores
  private final int[] lastIds = new int[Word.MAX_BYTES + 1];
  private final int[] lastStarts = new int[Word.MAX_BYTES + 1]; // where its last token begins
  private final int[] tokens = new int[Word.MAX_BYTES + 1]; // the empty prefix has none

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

  /**
   * Bytes on the heap of an encoder of so many tokens, to within a factor of two: a trie has one to
   * two nodes for each token of a language, and its arrays' sizes are powers of two.
   */
  public static long heapBytes(int tokens) {
    return (long) Long.BYTES * tokens + TokenTrie.bytes(2 * tokens);
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
    Arrays.fill(sums, 1, length + 1, Long.MIN_VALUE);
    for (int at = 0; at < length; at++) {
      extend(word, at, Math.min(length, at + longestToken));
    }
    int[] encoding = new int[tokens[length]];
    for (int end = length, i = encoding.length; end > 0; end = lastStarts[end]) {
      encoding[--i] = lastIds[end];
    }
    return encoding;
  }

  /**
   * Extends the best segmentation of the prefix that ends at {@code at} by each token that begins
   * there. Earlier calls have tried the longer last tokens, which stay where sums are equal.
   *
   * @param end where such a token ends at the latest
   */
  private void extend(Word word, int at, int end) {
    int node = TokenTrie.ROOT;
    for (int to = at; to < end; ) {
      node = trie.child(node, word.byteAt(to++));
      if (node == TokenTrie.NONE) {
        return;
      }
      int id = trie.id(node);
      if (id != TokenTrie.NONE && sums[at] + scores[id] > sums[to]) {
        sums[to] = sums[at] + scores[id];
        tokens[to] = tokens[at] + 1;
        lastIds[to] = id;
        lastStarts[to] = at;
      }
    }
  }
}
