package org.gqvae.model.text;

import java.io.Serializable;

/**
 * Words to numbers in [0, 2^58), by open addressing with keys and values in one array: the common
 * ground of counting words and of looking them up. Words go in and out as {@link Word#high}, {@link
 * Word#low} and length, so that a running text makes no objects.
 *
 * <p>Takes 24 bytes a slot and has two to four slots a word. Not thread-safe; reading alone is.
 */
public final class WordMap implements Serializable {
  /** The largest value. */
  public static final long MAX_VALUE = (1L << 58) - 1;

  private static final int STRIDE = 3;
  private static final int LENGTH_BITS = 5;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
  private static final int MIN_CAPACITY = 16;
  private static final int MAX_CAPACITY = 1 << 29;

  private long[] entries; // (capacity, 3)  high, low, value << 5 | length; length 0 is a free slot
  private int mask; // capacity - 1, capacity a power of two
  private int size;

  /** Receives an entry of the map. */
  @FunctionalInterface
  public interface Visitor {
    void visit(Word word, long value);
  }

  public WordMap() {
    this(0);
  }

  /** An empty map that takes {@code words} words without growing. */
  public WordMap(int words) {
    allocate(capacityFor(words));
  }

  /** The number of words. */
  public int size() {
    return size;
  }

  /** The word's value, or -1 where it has none. */
  public long get(long high, long low, int length) {
    long entry = entries[slot(high, low, length) + 2];
    return entry == 0 ? -1 : entry >> LENGTH_BITS;
  }

  /** The word's value, or -1 where it has none. */
  public long get(Word word) {
    return get(word.high(), word.low(), word.length());
  }

  /**
   * Gives the word a value, in place of any that it had.
   *
   * @throws ArithmeticException if the value is not in [0, 2^58)
   */
  public void put(long high, long low, int length, long value) {
    set(slot(high, low, length), high, low, length, value);
  }

  /**
   * Gives the word a value, in place of any that it had.
   *
   * @throws ArithmeticException if the value is not in [0, 2^58)
   */
  public void put(Word word, long value) {
    put(word.high(), word.low(), word.length(), value);
  }

  /**
   * Adds to the word's value, which is 0 where it has none.
   *
   * @throws ArithmeticException if the sum is not in [0, 2^58)
   */
  public void add(long high, long low, int length, long amount) {
    int slot = slot(high, low, length);
    set(slot, high, low, length, Math.addExact(entries[slot + 2] >> LENGTH_BITS, amount));
  }

  /** Visits every entry, in no order. */
  public void forEach(Visitor visitor) {
    for (int slot = 0; slot < entries.length; slot += STRIDE) {
      long entry = entries[slot + 2];
      if (entry != 0) {
        Word word = new Word(entries[slot], entries[slot + 1], (int) entry & LENGTH_MASK);
        visitor.visit(word, entry >> LENGTH_BITS);
      }
    }
  }

  /** Where the word's entry begins, or the free slot that it would take. */
  private int slot(long high, long low, int length) {
    long[] entries = this.entries;
    int slot = (int) (Word.hash(high, low, length) >>> 32) & mask;
    while (true) {
      int at = STRIDE * slot;
      long entry = entries[at + 2];
      if (entry == 0
          || (entries[at] == high
              && entries[at + 1] == low
              && ((int) entry & LENGTH_MASK) == length)) {
        return at;
      }
      slot = (slot + 1) & mask;
    }
  }

  private void set(int slot, long high, long low, int length, long value) {
    if (value < 0 || value > MAX_VALUE) {
      throw new ArithmeticException("Value of a word out of range: " + value);
    }
    boolean isNew = entries[slot + 2] == 0;
    entries[slot] = high;
    entries[slot + 1] = low;
    entries[slot + 2] = value << LENGTH_BITS | length;
    if (isNew && ++size > (mask + 1) / 2) {
      rehash(capacityFor(size));
    }
  }

  private void rehash(int capacity) {
    long[] old = entries;
    allocate(capacity);
    for (int at = 0; at < old.length; at += STRIDE) {
      if (old[at + 2] != 0) {
        int slot = slot(old[at], old[at + 1], (int) old[at + 2] & LENGTH_MASK);
        System.arraycopy(old, at, entries, slot, STRIDE);
      }
    }
  }

  private void allocate(int capacity) {
    entries = new long[STRIDE * capacity];
    mask = capacity - 1;
  }

  /** Bytes on the heap of a map that was made for so many words. */
  public static long bytes(int words) {
    return (long) Long.BYTES * STRIDE * capacityFor(words);
  }

  private static int capacityFor(int words) {
    if (words > MAX_CAPACITY / 2) {
      throw new IllegalStateException("Too many distinct words: " + words);
    }
    return Math.max(MIN_CAPACITY, Integer.highestOneBit(Math.max(1, 2 * words - 1)) * 2);
  }
}
