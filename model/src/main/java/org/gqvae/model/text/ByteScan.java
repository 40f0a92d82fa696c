package org.gqvae.model.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the first byte of a kind in {@code bytes[from..to)}, eight at a time. */
public final class ByteScan {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private ByteScan() {}

  /** The place of the first byte that is no ASCII, or {@code to}. */
  public static int nonAscii(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = (long) LONG.get(bytes, at) & HIGHEST_BITS;
      if (found != 0) {
        return at + first(found);
      }
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** The place of the first {@code value}, or {@code to}. */
  public static int indexOf(byte[] bytes, int from, int to, byte value) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = zeros((long) LONG.get(bytes, at) ^ all(value));
      if (found != 0) {
        return at + first(found);
      }
    }
    while (at < to && bytes[at] != value) {
      at++;
    }
    return at;
  }

  /**
   * The place of the first ASCII control character below 0x20, {@code a} or {@code b}, or {@code
   * to}.
   */
  public static int indexOfControlOr(byte[] bytes, int from, int to, byte a, byte b) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONG.get(bytes, at);
      long controls = eight - all((byte) ' ') & ~eight & HIGHEST_BITS;
      long found = controls | zeros(eight ^ all(a)) | zeros(eight ^ all(b));
      if (found != 0) {
        return at + first(found);
      }
    }
    while (at < to && (bytes[at] & 0xE0) != 0 && bytes[at] != a && bytes[at] != b) {
      at++;
    }
    return at;
  }

  private static long all(byte value) {
    return ONES * (value & 0xFF);
  }

  /**
   * Sets the highest bit of the bytes that are zero, of no byte before the first zero, and perhaps
   * of some behind it, which a borrow reaches.
   */
  private static long zeros(long eight) {
    return eight - ONES & ~eight & HIGHEST_BITS;
  }

  /** Which byte of eight is the first with its highest bit set. */
  private static int first(long highestBits) {
    return Long.numberOfTrailingZeros(highestBits) / Byte.SIZE;
  }
}
