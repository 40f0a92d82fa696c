package org.gqvae.model.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.gqvae.model.text.Word;

/**
 * The words of {@link SharedWords} until they grow out of it, by open addressing with keys and
 * entries in one array. Any number of threads may find words while one adds: an entry is written
 * behind all that belongs to it, read before it, and never changed.
 */
final class WordSnapshot {
  /** The entry of a word that is not there. */
  static final long ABSENT = 0;

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int STRIDE = 3;
  private static final int MIN_CAPACITY = 16;
  private static final int MAX_CAPACITY = 1 << 29;

  // An entry: the word's length | whether it was learned | how many ids | whether they stand in the
  // array | where they begin there, or else one or two ids.
  private static final int LENGTH_MASK = 0x1F;
  private static final int LEARNED_SHIFT = 5;
  private static final int COUNT_SHIFT = 6;
  private static final int COUNT_MASK = 0x1F;
  private static final int IN_ARRAY = 1 << 11;
  private static final int FIRST_SHIFT = 16;
  private static final int SECOND_SHIFT = 40;
  private static final int ID_MASK = (1 << 24) - 1;

  private final long[] slots; // (capacity, 3)  a word's high, low, entry
  private final int mask; // capacity - 1, capacity a power of two
  private final int[] ids; // of words whose ids no entry takes, one word's behind another's
  private int size;
  private int idsUsed;

  private WordSnapshot(int capacity, int[] ids) {
    this.slots = new long[STRIDE * capacity];
    this.mask = capacity - 1;
    this.ids = ids;
  }

  /** A snapshot of no words. */
  static WordSnapshot empty() {
    return new WordSnapshot(MIN_CAPACITY, new int[MIN_CAPACITY]);
  }

  /** Bytes on the heap of the slots of so many words. */
  static long bytes(int words) {
    long capacity = Math.max(MIN_CAPACITY, 2L * Integer.highestOneBit(Math.max(1, 2 * words - 1)));
    return Long.BYTES * STRIDE * Math.min(MAX_CAPACITY, capacity);
  }

  /** The number of words, to the thread that adds. */
  int size() {
    return size;
  }

  /** The word's entry, or {@link #ABSENT}. */
  long find(long high, long low, int length) {
    long[] slots = this.slots;
    int at = place(high, low, length);
    while (true) {
      long entry = (long) ENTRY.getAcquire(slots, at + 2);
      if (entry == ABSENT
          || (slots[at] == high && slots[at + 1] == low && length(entry) == length)) {
        return entry;
      }
      at = at + STRIDE < slots.length ? at + STRIDE : 0;
    }
  }

  /** Where the look-up of a word begins. */
  private int place(long high, long low, int length) {
    return STRIDE * ((int) (Word.hash(high, low, length) >>> 32) & mask);
  }

  /**
   * Finds the entries of words, or {@link #ABSENT}. No word waits for the one before, so that
   * processors fetch the entries of many at a time.
   */
  void find(QueuedWords words) {
    // Locals, which need not be read again behind every acquiring read.
    long[] slots = this.slots;
    long[] highs = words.highs;
    long[] lows = words.lows;
    int[] lengths = words.lengths;
    int[] places = words.places;
    long[] entries = words.entries;
    int count = words.count();
    for (int i = 0; i < count; i++) {
      places[i] = place(highs[i], lows[i], lengths[i]);
    }
    for (int i = 0; i < count; i++) {
      entries[i] = (long) ENTRY.getAcquire(slots, places[i] + 2);
    }
    for (int i = 0; i < count; i++) {
      int at = places[i];
      boolean other =
          ((slots[at] ^ highs[i])
                  | (slots[at + 1] ^ lows[i])
                  | (((int) entries[i] ^ lengths[i]) & LENGTH_MASK))
              != 0;
      if (other && entries[i] != ABSENT) {
        entries[i] = find(highs[i], lows[i], lengths[i]);
      }
    }
  }

  /** The word's entry, or {@link #ABSENT}. */
  long find(Word word) {
    return find(word.high(), word.low(), word.length());
  }

  /** 1 where the entry's word was learned, 0 where it was put in. */
  static int learned(long entry) {
    return (int) entry >> LEARNED_SHIFT & 1;
  }

  /** The length of the entry's word, in bytes. */
  static int length(long entry) {
    return (int) entry & LENGTH_MASK;
  }

  /** The number of the entry's ids. */
  static int count(long entry) {
    return (int) entry >> COUNT_SHIFT & COUNT_MASK;
  }

  /**
   * Writes the entry's ids to {@code target[at..)}, which must have room for two at least: of a
   * single one something follows that is none.
   */
  void copyIds(long entry, int[] target, int at) {
    if (((int) entry & IN_ARRAY) == 0) {
      target[at] = (int) (entry >> FIRST_SHIFT) & ID_MASK;
      target[at + 1] = (int) (entry >>> SECOND_SHIFT);
    } else {
      int place = (int) (entry >> FIRST_SHIFT);
      for (int i = 0; i < count(entry); i++) { // shorter than what System.arraycopy is made for
        target[at + i] = ids[place + i];
      }
    }
  }

  /** Whether a word with these ids can be added. */
  boolean hasRoomFor(int[] wordIds) {
    return size < (mask + 1) / 2 && (fitIntoEntry(wordIds) || haveRoom(wordIds));
  }

  /** A snapshot of the same words to which a word with these ids can be added. */
  WordSnapshot grownFor(int[] wordIds) {
    int capacity = mask + 1;
    if (size == capacity / 2) {
      if (capacity == MAX_CAPACITY) {
        throw new IllegalStateException("Too many distinct words: " + size);
      }
      capacity *= 2;
    }
    int room = haveRoom(wordIds) ? ids.length : Math.multiplyExact(2, ids.length);
    WordSnapshot grown = new WordSnapshot(capacity, Arrays.copyOf(ids, room));
    for (int at = 0; at < slots.length; at += STRIDE) {
      if (slots[at + 2] != ABSENT) {
        grown.put(slots[at], slots[at + 1], slots[at + 2]);
      }
    }
    grown.idsUsed = idsUsed;
    return grown;
  }

  /** Adds a word that is not there and that there is room for. */
  void add(Word word, int[] wordIds, boolean learned) {
    long entry = word.length() | (learned ? 1 : 0) << LEARNED_SHIFT | wordIds.length << COUNT_SHIFT;
    if (fitIntoEntry(wordIds)) {
      entry |= (long) wordIds[0] << FIRST_SHIFT;
      entry |= wordIds.length == 2 ? (long) wordIds[1] << SECOND_SHIFT : 0;
    } else {
      System.arraycopy(wordIds, 0, ids, idsUsed, wordIds.length);
      entry |= IN_ARRAY | (long) idsUsed << FIRST_SHIFT;
      idsUsed += wordIds.length;
    }
    put(word.high(), word.low(), entry);
  }

  private void put(long high, long low, long entry) {
    int at = place(high, low, length(entry));
    while (slots[at + 2] != ABSENT) {
      at = at + STRIDE < slots.length ? at + STRIDE : 0;
    }
    slots[at] = high;
    slots[at + 1] = low;
    ENTRY.setRelease(slots, at + 2, entry);
    size++;
  }

  private static boolean fitIntoEntry(int[] wordIds) {
    return wordIds.length <= 2 && wordIds[0] <= ID_MASK && wordIds[wordIds.length - 1] <= ID_MASK;
  }

  private boolean haveRoom(int[] wordIds) {
    return wordIds.length <= ids.length - idsUsed;
  }
}
