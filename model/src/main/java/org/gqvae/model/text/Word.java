package org.gqvae.model.text;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A word of 1 to 16 bytes, held in two longs without an array of its own.
 *
 * <p>Equality is equality of bytes. The order is that of the unsigned bytes, a prefix before what
 * it begins: {@code "a" < "a\0" < "ab" < "b"}.
 *
 * @param high the first eight bytes, big-endian, padded with zeros
 * @param low the other bytes, big-endian, padded with zeros
 * @param length number of bytes, in [1, 16]
 */
public record Word(long high, long low, int length) implements Comparable<Word>, Serializable {
  /** The longest word, in bytes. */
  public static final int MAX_BYTES = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /**
   * @throws IllegalArgumentException if the length is not in [1, 16] or the padding is not zero
   */
  public Word {
    checkLength(length);
    if (length <= 8
        ? low != 0 || (high & ~leading(length)) != 0
        : (low & ~leading(length - 8)) != 0) {
      throw new IllegalArgumentException("Invalid word: bytes beyond its length of " + length);
    }
  }

  /**
   * @throws IllegalArgumentException if there are no bytes or more than 16
   */
  public static Word of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * The word in {@code bytes[from..to)}.
   *
   * @throws IllegalArgumentException if there are no bytes or more than 16
   */
  public static Word of(byte[] bytes, int from, int to) {
    checkLength(to - from);
    return new Word(high(bytes, from, to), low(bytes, from, to), to - from);
  }

  /**
   * The word of a string's UTF-8 bytes.
   *
   * @throws IllegalArgumentException if there are no bytes or more than 16
   */
  public static Word of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@link #high()} of the word in {@code bytes[from..to)}, which must hold at least one byte. */
  public static long high(byte[] bytes, int from, int to) {
    int length = Math.min(Long.BYTES, to - from);
    if (from + Long.BYTES <= bytes.length) {
      return eightBytes(bytes, from) & leading(length);
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[from + i] & 0xFFL) << (56 - 8 * i);
    }
    return value;
  }

  /** {@link #low()} of the word in {@code bytes[from..to)}. */
  public static long low(byte[] bytes, int from, int to) {
    return to - from <= Long.BYTES ? 0 : high(bytes, from + Long.BYTES, to);
  }

  /**
   * A hash of the word. Its value is part of the format of counted words, where it chooses a word's
   * file by its remainder; tables of words take its upper half, which the words of a file do not
   * share.
   */
  public static long hash(long high, long low, int length) {
    long hash = high * 0x9E3779B97F4A7C15L ^ low * 0xC2B2AE3D27D4EB4FL ^ length;
    hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
    return hash ^ hash >>> 32;
  }

  /** {@code bytes[from..from + 8)}, big-endian. */
  static long eightBytes(byte[] bytes, int from) {
    return (long) LONG.get(bytes, from);
  }

  /** The byte at {@code index}, in [0, length). */
  public byte byteAt(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(index);
    }
    return (byte) ((index < 8 ? high : low) >>> (56 - 8 * (index & 7)));
  }

  /** The word's bytes, in a new array. */
  public byte[] toBytes() {
    byte[] bytes = new byte[length];
    copyTo(bytes, 0);
    return bytes;
  }

  /** Writes the word's bytes to {@code target[offset..offset + length)}. */
  public void copyTo(byte[] target, int offset) {
    for (int i = 0; i < length; i++) {
      target[offset + i] = byteAt(i);
    }
  }

  @Override
  public int compareTo(Word other) {
    int order = Long.compareUnsigned(high, other.high);
    if (order == 0) {
      order = Long.compareUnsigned(low, other.low);
    }
    return order == 0 ? Integer.compare(length, other.length) : order;
  }

  @Override
  public int hashCode() {
    return (int) (hash(high, low, length) >>> 32);
  }

  /** The word's bytes, those that are not printable ASCII as {@code \xNN}. */
  @Override
  public String toString() {
    return Literals.escape(toBytes());
  }

  /** A mask of the first {@code length} bytes of a big-endian long, {@code length} in [1, 8]. */
  private static long leading(int length) {
    return -1L << (64 - 8 * length);
  }

  private static void checkLength(int length) {
    if (length < 1 || length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "Invalid word length: " + length + " bytes, expected 1 to " + MAX_BYTES);
    }
  }
}
