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

  private HybridDecoder() {}

  /**
   * Decodes values to {@code target[offset..offset + count)}.
   *
   * @param bytes hold them in {@code [from..to)}, {@link #PADDING} before the array's end
   * @param bits of a value, 0 to 32
   * @throws RuntimeException where there are fewer values, or larger ones
   */
  static void decode(
      byte[] bytes, int from, int to, int bits, int[] target, int offset, int count) {
    if (bits < 0 || bits > Integer.SIZE) {
      throw new IllegalArgumentException("values of " + bits + " bits");
    }
    int at = from;
    int place = offset;
    int end = offset + count;
    while (place < end) {
      int header = 0;
      int shift = 0;
      do {
        header |= (bytes[at] & 0x7F) << shift;
        shift += 7;
      } while (bytes[at++] < 0);
      long length; // in bytes
      if ((header & 1) == 0) {
        int repeated = Math.min(header >>> 1, end - place);
        length = (bits + 7) / Byte.SIZE;
        long value = (long) LONG.get(bytes, at) & lowest((int) length * Byte.SIZE);
        if ((value & ~lowest(bits)) != 0) {
          throw new IllegalArgumentException("a value of more than " + bits + " bits");
        }
        Arrays.fill(target, place, place + repeated, (int) value);
        place += repeated;
      } else {
        int packed = (int) Math.min((header >>> 1) * 8L, end - place);
        length = ((long) packed * bits + 7) / Byte.SIZE; // the last group may be cut
        if (length <= to - at) {
          unpack(bytes, at, bits, target, place, packed);
        }
        place += packed;
      }
      if (length > to - at) {
        throw new IllegalArgumentException("fewer values than there should be");
      }
      at += (int) length;
    }
  }

  private static void unpack(byte[] bytes, int from, int bits, int[] target, int place, int count) {
    long mask = lowest(bits);
    long bit = (long) Byte.SIZE * from;
    for (int i = 0; i < count; i++) {
      long eight = (long) LONG.get(bytes, (int) (bit >>> 3));
      target[place + i] = (int) (eight >>> (bit & 7) & mask);
      bit += bits;
    }
  }

  /** The {@code bits} lowest bits, up to 32 of them. */
  private static long lowest(int bits) {
    return (1L << bits) - 1;
  }
}
