package org.gqvae.model.tokenizer;

import java.util.Arrays;

/** Collects the ids of a text, and counts its words and bytes. */
public final class TokenBuffer implements TokenSink {
  private int[] ids = new int[1024];
  private int size;
  private long words;
  private long bytes;

  @Override
  public void word(int[] ids, int from, int to, int bytes) {
    int length = to - from;
    if (length > this.ids.length - size) {
      this.ids = Arrays.copyOf(this.ids, Math.multiplyExact(2, this.ids.length));
    }
    for (int i = from; i < to; i++) { // shorter than what System.arraycopy is made for
      this.ids[size++] = ids[i];
    }
    words++;
    this.bytes += bytes;
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
