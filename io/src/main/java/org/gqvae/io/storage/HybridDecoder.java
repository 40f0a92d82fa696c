package org.gqvae.io.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes Parquet's hybrid of repeated values and bit-packed groups of eight, many at a time: its
 * levels and its places in a dictionary.
 */
final class HybridDecoder {
  /** Bytes that must follow the encoded ones in their array; their content does not matter. */
  static final int PADDING = Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The most bits of which any three values are within eight bytes, which are loaded once. */
  private static final int BITS_OF_TRIPLES = (Long.SIZE - 7) / 3;

  private final byte[] bytes;
  private final int to;
  private final int bits;
  private int at; // where the next run begins

  // The run at hand.
  private long left; // values
  private boolean packed;
  private int repeated; // the value, where it is not packed
  private long bit; // of bytes where its next value begins, where it is packed

  /**
   * @param bytes hold the values in {@code [from..to)}, {@link #PADDING} before the array's end
   * @param bits of a value, 0 to 32
   */
  HybridDecoder(byte[] bytes, int from, int to, int bits) {
    if (bits < 0 || bits > Integer.SIZE) {
      throw new IllegalArgumentException("values of " + bits + " bits");
    }
    this.bytes = bytes;
    this.at = from;
    this.to = to;
    this.bits = bits;
  }

  /**
   * The next values that are encoded in one way, at least one.
   *
   * @throws RuntimeException where there are no more values
   */
  int run() {
    while (left == 0) {
      beginRun();
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /** Whether all values of the {@link #run} are {@code value}, which their encoding shows. */
  boolean repeats(int value) {
    return !packed && repeated == value;
  }

  /** Passes over values of a {@link #run} that {@link #repeats} a value. */
  void skip(int count) {
    left -= count;
  }

  /**
   * Decodes the next values to {@code target[offset..offset + count)}.
   *
   * @throws RuntimeException where there are fewer values, or larger ones
   */
  void decode(int[] target, int offset, int count) {
    int end = offset + count;
    for (int place = offset; place < end; ) {
      int next = Math.min(run(), end - place);
      if (packed) {
        unpack(target, place, next);
      } else {
        Arrays.fill(target, place, place + next, repeated);
      }
      left -= next;
      place += next;
    }
  }

  private void beginRun() {
    requireBytes(at + 1L);
    int header = 0;
    int shift = 0;
    do {
      header |= (bytes[at] & 0x7F) << shift;
      shift += 7;
    } while (bytes[at++] < 0);
    packed = (header & 1) != 0;
    long length; // in bytes
    if (packed) {
      left = (header >>> 1) * 8L;
      bit = (long) Byte.SIZE * at;
      length = (header >>> 1) * (long) bits;
    } else {
      left = header >>> 1;
      length = (bits + 7) / Byte.SIZE;
      requireBytes(at + length);
      long value = (long) LONG.get(bytes, at) & lowest((int) length * Byte.SIZE);
      if ((value & ~lowest(bits)) != 0) {
        throw new IllegalArgumentException("a value of more than " + bits + " bits");
      }
      repeated = (int) value;
    }
    at = (int) Math.min(to, at + length); // the last group may be cut
  }

  private void unpack(int[] target, int place, int count) {
    requireBytes((bit + (long) count * bits + 7) / Byte.SIZE);
    long mask = lowest(bits);
    long next = bit;
    int i = 0;
    if (bits <= BITS_OF_TRIPLES) {
      for (; i <= count - 3; i += 3) {
        long three = (long) LONG.get(bytes, (int) (next >>> 3)) >>> (next & 7);
        target[place + i] = (int) (three & mask);
        target[place + i + 1] = (int) (three >>> bits & mask);
        target[place + i + 2] = (int) (three >>> 2 * bits & mask);
        next += 3L * bits;
      }
    }
    for (; i < count; i++) {
      long eight = (long) LONG.get(bytes, (int) (next >>> 3));
      target[place + i] = (int) (eight >>> (next & 7) & mask);
      next += bits;
    }
    bit = next;
  }

  private void requireBytes(long end) {
    if (end > to) {
      throw new IllegalArgumentException("fewer values than there should be");
    }
  }

  /** The {@code bits} lowest bits, up to 32 of them. */
  private static long lowest(int bits) {
    return (1L << bits) - 1;
  }
}
