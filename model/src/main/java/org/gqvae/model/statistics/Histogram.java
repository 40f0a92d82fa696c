package org.gqvae.model.statistics;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * How often each value occurs: an exact, sparse histogram over non-negative integers. Immutable;
 * {@link #plus} is commutative and associative with {@link #EMPTY} as identity.
 *
 * <pre>{@code
 * Histogram lengths = Histogram.of(Map.of(1L, 2L, 3L, 1L)); // 1, 1, 3
 * lengths.total();        // 3
 * lengths.sum();          // 5
 * lengths.percentile(50); // 1
 * lengths.percentile(99); // 3
 * }</pre>
 */
public final class Histogram implements Serializable {
  private static final long serialVersionUID = 1;

  /** The histogram of nothing. */
  public static final Histogram EMPTY = new Histogram(new long[0], new long[0]);

  private final long[] values; // (distinct)  ascending
  private final long[] counts; // (distinct)  each > 0

  private Histogram(long[] values, long[] counts) {
    this.values = values;
    this.counts = counts;
  }

  /**
   * The histogram with these counts by value; zero counts are left out.
   *
   * @throws IllegalArgumentException when a value or a count is negative
   */
  public static Histogram of(Map<Long, Long> countByValue) {
    TreeMap<Long, Long> sorted = new TreeMap<>(countByValue);
    sorted.values().removeIf(count -> count == 0);
    long[] values = new long[sorted.size()];
    long[] counts = new long[sorted.size()];
    int at = 0;
    for (Map.Entry<Long, Long> entry : sorted.entrySet()) {
      if (entry.getKey() < 0 || entry.getValue() < 0) {
        throw new IllegalArgumentException(
            "Value " + entry.getKey() + " with count " + entry.getValue() + ", expected both >= 0");
      }
      values[at] = entry.getKey();
      counts[at++] = entry.getValue();
    }
    return new Histogram(values, counts);
  }

  /** The histogram in which each value occurs {@code countByValue[value]} times. */
  static Histogram of(long[] countByValue) {
    long[] values =
        LongStream.range(0, countByValue.length)
            .filter(value -> countByValue[(int) value] != 0)
            .toArray();
    return ofAscending(
        values, Arrays.stream(values).map(value -> countByValue[(int) value]).toArray());
  }

  /** The histogram in which {@code values[i]} occurs {@code counts[i]} times, at least once. */
  static Histogram ofAscending(long[] values, long[] counts) {
    return new Histogram(values, counts);
  }

  /** The histogram of both populations together. */
  public Histogram plus(Histogram other) {
    long[] mergedValues = new long[values.length + other.values.length];
    long[] mergedCounts = new long[mergedValues.length];
    int mine = 0;
    int theirs = 0;
    int size = 0;
    while (mine < values.length || theirs < other.values.length) {
      long value =
          Math.min(
              mine < values.length ? values[mine] : Long.MAX_VALUE,
              theirs < other.values.length ? other.values[theirs] : Long.MAX_VALUE);
      long count = 0;
      if (mine < values.length && values[mine] == value) {
        count = Math.addExact(count, counts[mine++]);
      }
      if (theirs < other.values.length && other.values[theirs] == value) {
        count = Math.addExact(count, other.counts[theirs++]);
      }
      mergedValues[size] = value;
      mergedCounts[size++] = count;
    }
    return new Histogram(Arrays.copyOf(mergedValues, size), Arrays.copyOf(mergedCounts, size));
  }

  /** The number of different values. */
  public int distinctValues() {
    return values.length;
  }

  /** The {@code index}-th smallest of the different values. */
  public long value(int index) {
    return values[index];
  }

  /** How often {@link #value value(index)} occurs: at least 1. */
  public long count(int index) {
    return counts[index];
  }

  /** How often {@code value} occurs. */
  public long countOf(long value) {
    int index = Arrays.binarySearch(values, value);
    return index < 0 ? 0 : counts[index];
  }

  /** How many values were counted: the sum of the counts. */
  public long total() {
    long total = 0;
    for (long count : counts) {
      total = Math.addExact(total, count);
    }
    return total;
  }

  /**
   * The sum of all values.
   *
   * @throws ArithmeticException when it does not fit a long
   */
  public long sum() {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum = Math.addExact(sum, Math.multiplyExact(values[i], counts[i]));
    }
    return sum;
  }

  /** The arithmetic mean, {@code sum / total}; NaN when nothing was counted. */
  public double mean() {
    return values.length == 0 ? Double.NaN : (double) sum() / total();
  }

  /**
   * The nearest-rank percentile: the smallest value that at least {@code percent} percent of all
   * values do not exceed. Always a value that was counted, never an interpolation.
   *
   * @param percent 0 (the minimum) to 100 (the maximum)
   * @throws IllegalStateException when nothing was counted
   */
  public long percentile(int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("Percentile " + percent + ", expected 0 to 100");
    }
    if (values.length == 0) {
      throw new IllegalStateException("An empty histogram has no percentiles");
    }
    long total = total();
    long whole = total / 100 * percent;
    long rest = (total % 100 * percent + 99) / 100;
    long rank = Math.max(1, whole + rest);
    long below = 0;
    int at = 0;
    while (below + counts[at] < rank) {
      below += counts[at++];
    }
    return values[at];
  }

  /**
   * Counts by bins of growing width, four to each doubling: 0, 1, 2, 3, 4, 5, 6, 7, 8-9, 10-11,
   * 12-13, 14-15, 16-19 and so on, so that powers of two are borders. From the first value's bin to
   * the last one's, bins without values in between included.
   */
  public List<Bin> bins() {
    List<Bin> bins = new ArrayList<>();
    int at = 0;
    long from = isEmpty() ? 0 : binStart(values[0]);
    while (at < values.length) {
      long width = binWidth(from);
      long count = 0;
      while (at < values.length && values[at] - from < width) {
        count = Math.addExact(count, counts[at++]);
      }
      bins.add(new Bin(from, from + width - 1, count));
      from += width;
    }
    return bins;
  }

  /**
   * How often values of a range occur.
   *
   * @param from the smallest value of the range
   * @param to the largest value of the range
   * @param count values counted in the range
   */
  public record Bin(long from, long to, long count) {}

  private static long binStart(long value) {
    return value - value % binWidth(value);
  }

  private static long binWidth(long value) {
    return Math.max(1, Long.highestOneBit(value) / 4);
  }

  /** Whether nothing was counted. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  private Object writeReplace() {
    return PackedHistogram.of(this);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("A histogram travels packed");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram that
        && Arrays.equals(values, that.values)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Histogram{");
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(values[i]).append('=').append(counts[i]);
    }
    return text.append('}').toString();
  }
}
