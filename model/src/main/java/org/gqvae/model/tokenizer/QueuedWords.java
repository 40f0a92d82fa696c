package org.gqvae.model.tokenizer;

import org.gqvae.model.text.Word;

/** Words of a text that wait to be looked up together, and what was found. */
final class QueuedWords {
  /** The most that wait. More at a time would not be any faster. */
  static final int CAPACITY = 128;

  final long[] highs = new long[CAPACITY];
  final long[] lows = new long[CAPACITY];
  final int[] lengths = new int[CAPACITY];

  /** Where a word's look-up begins. */
  final int[] places = new int[CAPACITY];

  /** What {@link WordSnapshot#find(QueuedWords)} found. */
  final long[] entries = new long[CAPACITY];

  private int count;

  int count() {
    return count;
  }

  boolean isFull() {
    return count == CAPACITY;
  }

  void clear() {
    count = 0;
  }

  /** Puts the word in {@code bytes[from..to)} behind the others. */
  void add(byte[] bytes, int from, int to) {
    highs[count] = Word.high(bytes, from, to);
    lows[count] = Word.low(bytes, from, to);
    lengths[count] = to - from;
    count++;
  }

  Word word(int index) {
    return new Word(highs[index], lows[index], lengths[index]);
  }
}
