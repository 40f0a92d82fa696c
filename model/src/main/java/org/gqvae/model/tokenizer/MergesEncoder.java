package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Encodes a word by merging its bytes: of all neighbours that together are a token, those whose
 * token has the highest score become one, the leftmost first, until none are left.
 *
 * <p>A score belongs to the token, however it is put together, as in tiktoken. Not thread-safe.
 */
public final class MergesEncoder implements WordEncoder {
  private final Vocabulary vocabulary;
  private final TokenScores scores;

  // Of the word at hand: its tokens so far, and for each the token that it makes with the next.
  private final int[] starts = new int[Word.MAX_BYTES + 1]; // the word's end stands behind the last
  private final int[] ids = new int[Word.MAX_BYTES];
  private final int[] merged = new int[Word.MAX_BYTES]; // -1 for none

  /**
   * @param scores all different among learned tokens, the higher the earlier merged
   * @throws IllegalArgumentException if there is not one for each token but the specials
   */
  public MergesEncoder(Vocabulary vocabulary, TokenScores scores) {
    this.vocabulary = vocabulary;
    this.scores = scores.checkedFor(vocabulary);
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
    byte[] bytes = word.toBytes();
    int size = bytes.length;
    starts[size] = size;
    for (int i = 0; i < size; i++) {
      starts[i] = i;
      ids[i] = bytes[i] & 0xFF;
    }
    for (int i = 0; i < size; i++) {
      merged[i] = merge(bytes, i, size);
    }
    for (int best = best(size); best >= 0; best = best(size)) {
      ids[best] = merged[best];
      size--;
      for (int i = best + 1; i < size; i++) {
        starts[i] = starts[i + 1];
        ids[i] = ids[i + 1];
        merged[i] = merged[i + 1];
      }
      starts[size] = bytes.length;
      merged[best] = merge(bytes, best, size);
      if (best > 0) {
        merged[best - 1] = merge(bytes, best - 1, size);
      }
    }
    return Arrays.copyOf(ids, size);
  }

  /** The token that the tokens {@code i} and {@code i + 1} make, or -1. */
  private int merge(byte[] bytes, int i, int size) {
    return i + 1 < size ? vocabulary.idOf(bytes, starts[i], starts[i + 2]) : -1;
  }

  /** Where the next merge is, or -1. */
  private int best(int size) {
    int best = -1;
    for (int i = 0; i + 1 < size; i++) {
      if (merged[i] >= 0 && (best < 0 || scores.of(merged[i]) > scores.of(merged[best]))) {
        best = i;
      }
    }
    return best;
  }
}
