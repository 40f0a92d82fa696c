package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordMap;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Encodes a word by the tokens with the highest sum of scores; among those, by the longer first
 * token, then the longer second, and so on.
 *
 * <p>This orders all segmentations of a word, and scores are whole numbers, so that the result is
 * the same on every machine. Not thread-safe.
 */
public final class ViterbiEncoder implements WordEncoder {
  private final WordMap ids;
  private final long[] scores; // (tokens)
  private final long highestScore;
  private final int maxTokenBytes;

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
    ids = new WordMap(scores.size());
    long highest = Long.MIN_VALUE;
    for (int id = 0; id < scores.size(); id++) {
      ids.put(Word.of(vocabulary.literal(id)), id);
      highest = Math.max(highest, scores.of(id));
    }
    highestScore = highest;
    maxTokenBytes = vocabulary.maxTokenBytes();
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
    return encode(word, maxTokenBytes);
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
    return encode(word, Math.min(maxTokenBytes, word.length() - 1));
  }

  private int[] encode(Word word, int longestToken) {
    int length = word.length();
    tokens[length] = 0;
    sums[length] = 0;
    long high = 0; // the suffix's bytes
    long low = 0;
    for (int at = length - 1; at >= 0; at--) {
      low = low >>> 8 | high << 56;
      high = high >>> 8 | (long) word.byteAt(at) << 56;
      chooseFirstToken(high, low, at, Math.min(longestToken, length - at));
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
   * @param high the suffix's first eight bytes
   * @param low its other bytes
   * @param longest bytes that the first token may have
   */
  private void chooseFirstToken(long high, long low, int at, int longest) {
    sums[at] = Long.MIN_VALUE;
    for (int bytes = longest; bytes >= 1; bytes--) {
      int rest = at + bytes;
      if (sums[rest] + highestScore <= sums[at]) {
        continue;
      }
      int id = (int) ids.get(prefix(high, bytes), prefix(low, bytes - Long.BYTES), bytes);
      if (id >= 0 && sums[rest] + scores[id] > sums[at]) {
        sums[at] = sums[rest] + scores[id];
        tokens[at] = tokens[rest] + 1;
        firstIds[at] = id;
        firstBytes[at] = bytes;
      }
    }
  }

  /** The first {@code bytes} of eight bytes: none below 1, all from 8 on. */
  private static long prefix(long eight, int bytes) {
    if (bytes <= 0) {
      return 0;
    }
    return bytes >= Long.BYTES ? eight : eight & -1L << (64 - 8 * bytes);
  }
}
