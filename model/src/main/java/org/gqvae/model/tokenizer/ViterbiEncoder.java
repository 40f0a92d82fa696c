package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordMap;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Encodes a word by the fewest tokens of a vocabulary; among those, by the highest sum of the
 * tokens' log counts; among those, by the longer first token, then the longer second, and so on.
 *
 * <p>This orders all segmentations of a word, and log counts are summed as fixed-point integers, so
 * that the result is the same on every machine. Not thread-safe.
 */
public final class ViterbiEncoder implements WordEncoder {
  private static final double FIXED_POINT = 0x1p32;

  private final WordMap ids;
  private final long[] scores; // (tokens)  round(2^32 ln(1 + count))
  private final int maxTokenBytes;

  // Of the word at hand, whose suffixes begin at 0..length; the empty suffix has no tokens.
  private final int[] tokens = new int[Word.MAX_BYTES + 1]; // of the suffix's best segmentation
  private final long[] sums = new long[Word.MAX_BYTES + 1]; // of its scores
  private final int[] firstIds = new int[Word.MAX_BYTES];
  private final int[] firstBytes = new int[Word.MAX_BYTES]; // the length of its first token

  public ViterbiEncoder(Vocabulary vocabulary) {
    int size = vocabulary.size() - Vocabulary.SPECIALS.size();
    ids = new WordMap(size);
    scores = new long[size];
    for (int id = 0; id < size; id++) {
      ids.put(Word.of(vocabulary.literal(id)), id);
      scores[id] = Math.round(FIXED_POINT * StrictMath.log(1.0 + vocabulary.count(id)));
    }
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
    int length = word.length();
    tokens[length] = 0;
    sums[length] = 0;
    long high = 0; // the suffix's bytes
    long low = 0;
    for (int at = length - 1; at >= 0; at--) {
      low = low >>> 8 | high << 56;
      high = high >>> 8 | (long) word.byteAt(at) << 56;
      chooseFirstToken(high, low, at, length);
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
   */
  private void chooseFirstToken(long high, long low, int at, int length) {
    tokens[at] = Integer.MAX_VALUE;
    for (int bytes = Math.min(maxTokenBytes, length - at); bytes >= 1; bytes--) {
      int rest = at + bytes;
      if (tokens[rest] + 1 > tokens[at]) {
        continue;
      }
      int id = (int) ids.get(prefix(high, bytes), prefix(low, bytes - Long.BYTES), bytes);
      if (id >= 0 && isBetter(tokens[rest] + 1, sums[rest] + scores[id], at)) {
        tokens[at] = tokens[rest] + 1;
        sums[at] = sums[rest] + scores[id];
        firstIds[at] = id;
        firstBytes[at] = bytes;
      }
    }
  }

  /** Whether a segmentation with a shorter first token is better than the best so far. */
  private boolean isBetter(int count, long sum, int at) {
    return count < tokens[at] || sum > sums[at];
  }

  /** The first {@code bytes} of eight bytes: none below 1, all from 8 on. */
  private static long prefix(long eight, int bytes) {
    if (bytes <= 0) {
      return 0;
    }
    return bytes >= Long.BYTES ? eight : eight & -1L << (64 - 8 * bytes);
  }
}
