package org.gqvae.model.statistics;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;

/**
 * A histogram as it travels: for each value its distance from the last one, then its count, both in
 * groups of seven bits, the lowest first, with the eighth bit set on all but the last. Small
 * distances and counts, which most are, take a byte each instead of eight.
 */
record PackedHistogram(int distinctValues, byte[] bytes) implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MORE = 0x80;

  static PackedHistogram of(Histogram histogram) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long last = 0;
    for (int i = 0; i < histogram.distinctValues(); i++) {
      write(histogram.value(i) - last, bytes);
      write(histogram.count(i), bytes);
      last = histogram.value(i);
    }
    return new PackedHistogram(histogram.distinctValues(), bytes.toByteArray());
  }

  private static void write(long number, ByteArrayOutputStream bytes) {
    long rest = number;
    while (rest >= MORE) {
      bytes.write((int) (rest & (MORE - 1)) | MORE);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private Object readResolve() {
    long[] values = new long[distinctValues];
    long[] counts = new long[distinctValues];
    Reader numbers = new Reader();
    long last = 0;
    for (int i = 0; i < distinctValues; i++) {
      last += numbers.next();
      values[i] = last;
      counts[i] = numbers.next();
    }
    return Histogram.ofAscending(values, counts);
  }

  private final class Reader {
    private int at;

    long next() {
      long number = 0;
      int shift = 0;
      while ((bytes[at] & MORE) != 0) {
        number |= (long) (bytes[at++] & (MORE - 1)) << shift;
        shift += 7;
      }
      return number | (long) bytes[at++] << shift;
    }
  }
}
