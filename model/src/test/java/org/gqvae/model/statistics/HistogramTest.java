package org.gqvae.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void countsExactly() {
    Histogram histogram = Histogram.of(Map.of(7L, 2L, 1L, 3L, 4L, 0L));
    assertThat(histogram.distinctValues()).isEqualTo(2);
    assertThat(histogram.value(0)).isEqualTo(1);
    assertThat(histogram.count(0)).isEqualTo(3);
    assertThat(histogram.value(1)).isEqualTo(7);
    assertThat(histogram.total()).isEqualTo(5);
    assertThat(histogram.sum()).isEqualTo(17);
    assertThat(histogram.mean()).isEqualTo(3.4);
  }

  @Test
  void isTheSameFromAnArrayOfCounts() {
    Histogram histogram = Histogram.of(new long[] {0, 3, 0, 0, 5});
    assertThat(histogram).isEqualTo(Histogram.of(Map.of(1L, 3L, 4L, 5L)));
    assertThat(histogram.countOf(4)).isEqualTo(5);
    assertThat(histogram.countOf(3)).isZero();
    assertThat(histogram.countOf(5)).isZero();
  }

  @Test
  void travelsInAFewBytesAValue() throws IOException, ClassNotFoundException {
    long[] counts = new long[10_000];
    Arrays.setAll(counts, value -> value % 3);
    Histogram small = Histogram.of(counts);
    assertThat(serialized(small)).hasSizeLessThan(2 * small.distinctValues() + 200);
    for (Histogram histogram :
        List.of(
            small,
            Histogram.EMPTY,
            Histogram.of(Map.of(0L, Long.MAX_VALUE, 127L, 128L, Long.MAX_VALUE, 16_384L)))) {
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(serialized(histogram)))) {
        assertThat(in.readObject()).isEqualTo(histogram);
      }
    }
  }

  private static byte[] serialized(Histogram histogram) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(histogram);
    }
    return bytes.toByteArray();
  }

  @Test
  void takesPercentilesByNearestRank() {
    Map<Long, Long> oneToHundred = new HashMap<>();
    for (long value = 1; value <= 100; value++) {
      oneToHundred.put(value, 1L);
    }
    Histogram histogram = Histogram.of(oneToHundred);
    assertThat(histogram.percentile(0)).isEqualTo(1);
    assertThat(histogram.percentile(1)).isEqualTo(1);
    assertThat(histogram.percentile(50)).isEqualTo(50);
    assertThat(histogram.percentile(99)).isEqualTo(99);
    assertThat(histogram.percentile(100)).isEqualTo(100);
    Histogram fiveValues = Histogram.of(Map.of(15L, 1L, 20L, 1L, 35L, 1L, 40L, 1L, 50L, 1L));
    assertThat(fiveValues.percentile(5)).isEqualTo(15);
    assertThat(fiveValues.percentile(40)).isEqualTo(20);
    assertThat(fiveValues.percentile(50)).isEqualTo(35);
  }

  @Test
  void holdsCountsBeyondAnInt() {
    Histogram histogram = Histogram.of(Map.of(1L, 3_000_000_000_000_000L, 9L, 1L));
    assertThat(histogram.percentile(99)).isEqualTo(1);
    assertThat(histogram.percentile(100)).isEqualTo(9);
  }

  @Test
  void hasNoPercentilesWhenEmpty() {
    assertThat(Histogram.EMPTY.mean()).isNaN();
    assertThatThrownBy(() -> Histogram.EMPTY.percentile(50))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void binsFourTimesADoubling() {
    Histogram histogram = Histogram.of(Map.of(7L, 1L, 8L, 2L, 9L, 3L, 15L, 4L, 20L, 5L));
    assertThat(histogram.bins())
        .containsExactly(
            new Histogram.Bin(7, 7, 1),
            new Histogram.Bin(8, 9, 5),
            new Histogram.Bin(10, 11, 0),
            new Histogram.Bin(12, 13, 0),
            new Histogram.Bin(14, 15, 4),
            new Histogram.Bin(16, 19, 0),
            new Histogram.Bin(20, 23, 5));
    assertThat(Histogram.of(Map.of(0L, 1L, 2L, 1L)).bins())
        .extracting(Histogram.Bin::from)
        .containsExactly(0L, 1L, 2L);
    assertThat(Histogram.EMPTY.bins()).isEmpty();
  }

  @Test
  void refusesNegativeCounts() {
    assertThatThrownBy(() -> Histogram.of(Map.of(1L, -1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Value 1 with count -1, expected both >= 0");
  }

  @Test
  void mergesInAnyOrder() {
    Random random = new Random(11);
    for (int round = 0; round < 100; round++) {
      Histogram a = random(random);
      Histogram b = random(random);
      Histogram c = random(random);
      assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
      assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
      assertThat(a.plus(Histogram.EMPTY)).isEqualTo(a).isEqualTo(Histogram.EMPTY.plus(a));
      assertThat(a.plus(b).sum()).isEqualTo(a.sum() + b.sum());
    }
  }

  private static Histogram random(Random random) {
    Map<Long, Long> counts = new HashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      counts.put((long) random.nextInt(8), (long) random.nextInt(5));
    }
    return Histogram.of(counts);
  }
}
