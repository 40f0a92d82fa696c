package org.gqvae.model.tokenizer;

import java.util.Arrays;
import org.gqvae.model.text.Word;

/** Collects the ids of a text, and counts its words and bytes. */
public final class TokenBuffer {
  private final int maxTokens;
  private final Runnable full;
  private int[] ids = new int[1024];
  private int size;
  private int roomyUntil; // up to this size any word finds room
  private long words;
  private long bytes;

  /** A buffer that grows as it must. */
  public TokenBuffer() {
    this(Integer.MAX_VALUE, () -> {});
  }

  /**
   * A buffer that is emptied in time.
   *
   * @param maxTokens the most that it holds, at least those of a word
   * @param full has to {@link #clear} the buffer; called before a word that would be too much
   */
  public TokenBuffer(int maxTokens, Runnable full) {
    if (maxTokens < Word.MAX_BYTES) {
      throw new IllegalArgumentException(
          "Invalid maximum of tokens: " + maxTokens + ", expected >= " + Word.MAX_BYTES);
    }
    this.maxTokens = maxTokens;
    this.full = full;
  }

  /**
   * Adds the ids of the words from {@code first} on, up to one that was not found or for which room
   * must be made.
   *
   * @return the number of that word, or of words
   */
  int addFound(QueuedWords queue, int first, WordSnapshot known) {
    int[] target = ids;
    int at = size;
    int length = 0;
    int word = first;
    for (; word < queue.count() && at <= roomyUntil; word++) {
      long entry = queue.entries[word];
      if (entry == WordSnapshot.ABSENT) {
        break;
      }
      known.copyIds(entry, target, at);
      at += WordSnapshot.count(entry);
      length += WordSnapshot.length(entry);
    }
    size = at;
    words += word - first;
    bytes += length;
    return word;
  }

  /** Adds the ids of a word that was found. */
  void add(WordSnapshot known, long entry) {
    int count = WordSnapshot.count(entry);
    makeRoomFor(count);
    known.copyIds(entry, ids, size);
    size += count;
    words++;
    bytes += WordSnapshot.length(entry);
  }

  /** Adds the ids of a word of so many bytes. */
  void add(int[] wordIds, int length) {
    makeRoomFor(wordIds.length);
    System.arraycopy(wordIds, 0, ids, size, wordIds.length);
    size += wordIds.length;
    words++;
    bytes += length;
  }

  private void makeRoomFor(int count) {
    if (size > maxTokens - count) {
      full.run();
    }
    if (size > ids.length - Word.MAX_BYTES) {
      ids = Arrays.copyOf(ids, Math.multiplyExact(2, ids.length));
    }
    roomyUntil = Math.min(maxTokens, ids.length) - Word.MAX_BYTES;
  }

  /**
   * The buffer's own array, of which the first {@link #size} are ids; valid until the next word.
   */
  public int[] ids() {
    return ids;
  }

  /** The number of ids. */
  public int size() {
    return size;
  }

  /** The number of words. */
  public long words() {
    return words;
  }

  /** The number of bytes that the ids stand for. */
  public long bytes() {
    return bytes;
  }

  /** The ids, in a new array. */
  public int[] toArray() {
    return Arrays.copyOf(ids, size);
  }

  /** Forgets all, but keeps the room. */
  public void clear() {
    size = 0;
    words = 0;
    bytes = 0;
  }
}
