package org.gqvae.model.network;

import java.util.Collections;
import java.util.List;
import org.gqvae.model.layers.Sequences;
import org.gqvae.model.text.Word;

/**
 * Distinct words laid end to end, without padding: P positions in all. Every activation of the
 * network is a (P, .) matrix whose rows follow this order.
 */
public final class WordBatch implements Sequences {
  private final int[] starts; // (words + 1)
  private final byte[] symbols; // (P)
  private final int[] offsets; // (P)  index within the word
  private final float[] weights; // (P)  sums to 1
  private final int[] byOffset; // (P)  positions, those with the largest offset first
  private final int[] reaching; // (T)  how many positions have an offset of at least t
  private final long noiseSeed;

  private WordBatch(List<Word> words, List<? extends Number> counts, long noiseSeed) {
    this.noiseSeed = noiseSeed;
    starts = new int[words.size() + 1];
    for (int w = 0; w < words.size(); w++) {
      starts[w + 1] = starts[w] + words.get(w).length();
    }
    int positions = starts[words.size()];
    symbols = new byte[positions];
    offsets = new int[positions];
    weights = new float[positions];
    byOffset = new int[positions];
    reaching = new int[GqVaeSpec.WORD_BYTES + 1];
    double total = 0;
    for (int w = 0; w < words.size(); w++) {
      total += counts.get(w).doubleValue() * words.get(w).length();
    }
    for (int w = 0; w < words.size(); w++) {
      Word word = words.get(w);
      word.copyTo(symbols, starts[w]);
      for (int t = 0; t < word.length(); t++) {
        offsets[starts[w] + t] = t;
        weights[starts[w] + t] = (float) (counts.get(w).doubleValue() / total);
        reaching[t]++;
      }
    }
    // So far reaching[t] counts the positions at exactly t; now sum from the largest offset down.
    int[] next = new int[GqVaeSpec.WORD_BYTES];
    int before = 0;
    for (int t = GqVaeSpec.WORD_BYTES - 1; t >= 0; t--) {
      next[t] = before;
      before += reaching[t];
      reaching[t] = before;
    }
    for (int p = 0; p < positions; p++) {
      byOffset[next[offsets[p]]++] = p;
    }
  }

  /** Words of equal weight. */
  public static WordBatch of(List<Word> words) {
    return of(words, Collections.nCopies(words.size(), 1));
  }

  /**
   * Words that stand for {@code counts} running words each.
   *
   * @throws IllegalArgumentException when the lists differ in length
   */
  public static WordBatch of(List<Word> words, List<? extends Number> counts) {
    return of(words, counts, 0);
  }

  /**
   * The same, to be trained on.
   *
   * @param noiseSeed of what a network draws for the batch
   */
  static WordBatch of(List<Word> words, List<? extends Number> counts, long noiseSeed) {
    if (words.size() != counts.size()) {
      throw new IllegalArgumentException(words.size() + " words but " + counts.size() + " counts");
    }
    return new WordBatch(words, counts, noiseSeed);
  }

  /** The seed of what a network draws for this batch. */
  long noiseSeed() {
    return noiseSeed;
  }

  /** The number of words. */
  @Override
  public int count() {
    return starts.length - 1;
  }

  /** P. */
  @Override
  public int positions() {
    return symbols.length;
  }

  /** The first position of word {@code w}; that of {@link #count()} is P. */
  @Override
  public int start(int w) {
    return starts[w];
  }

  @Override
  public int length(int w) {
    return starts[w + 1] - starts[w];
  }

  /** The byte at position {@code p}, in [0, 256). */
  public int symbol(int p) {
    return symbols[p] & 0xFF;
  }

  /** t: how many bytes of its word stand left of position {@code p}. */
  public int offset(int p) {
    return offsets[p];
  }

  /** Whether position {@code p} is the last of its word. */
  public boolean endsWord(int p) {
    return p + 1 == symbols.length || offsets[p + 1] == 0;
  }

  /** The share of running positions that position {@code p} stands for; all shares sum to 1. */
  public float weight(int p) {
    return weights[p];
  }

  /**
   * The positions in order of falling offset: the first {@link #positionsReaching}(t) have an
   * offset of at least t.
   */
  int[] positionsByFallingOffset() {
    return byOffset;
  }

  int positionsReaching(int t) {
    return t < GqVaeSpec.WORD_BYTES ? reaching[t] : 0;
  }
}
