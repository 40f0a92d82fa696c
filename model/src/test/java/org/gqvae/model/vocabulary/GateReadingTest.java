package org.gqvae.model.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;

class GateReadingTest {

  @Test
  void endsSegmentsAtGatesOverTheThresholdAtTheEndAndWhereTheyAreLongest() {
    float[] logits = {9, 0, 1, -3, 2, -9, -9, -9, -9, 9};
    assertThat(read(new GateReading(0, 4), "abcdefgh", logits, 1))
        .containsExactly("ab", "cd", "efgh");
    assertThat(read(new GateReading(-5, 4), "abcdefgh", logits, 1))
        .containsExactly("a", "b", "c", "d", "efgh");
    assertThat(read(new GateReading(1, 3), "abcdefgh", logits, 1))
        .containsExactly("abc", "d", "efg", "h");
  }

  @Test
  void readsAtTheRateThatTheHistogramPromises() {
    Random random = new Random(1);
    GateHistogram histogram = new GateHistogram();
    float[] logits = new float[16 * 1000];
    for (int p = 0; p < logits.length; p++) {
      logits[p] = (float) (20 * random.nextGaussian());
    }
    for (int word = 0; word < 1000; word++) {
      histogram.add(logits, 16 * word, 16, 1 + word % 3);
    }
    for (double rate : new double[] {1.5, 2, 3, 5}) {
      double threshold = histogram.threshold(rate);
      assertThat(histogram.bytesPerGate(threshold)).isLessThanOrEqualTo(rate);
      long gates = 0;
      long bytes = 0;
      for (int word = 0; word < 1000; word++) {
        gates +=
            (1 + word % 3)
                * (long)
                    read(new GateReading(threshold, 16), "abcdefghijklmnop", logits, 16 * word)
                        .size();
        bytes += 16 * (1 + word % 3);
      }
      assertThat((double) bytes / gates).isCloseTo(rate, within(0.02 * rate));
    }
    assertThat(histogram.threshold(16)).isPositive().isInfinite();
    assertThat(histogram.bytesPerGate(histogram.threshold(1))).isEqualTo(1);
    assertThat(read(new GateReading(histogram.threshold(1), 16), "abcdefghijklmnop", logits, 0))
        .hasSize(16);
    assertThat(histogram.threshold(0.5)).isNegative().isInfinite();
  }

  @Test
  void mergedHistogramsAreTheHistogramOfAll() {
    float[] logits = {-1, 0.5f, 3, -200, 200, 0};
    GateHistogram all = new GateHistogram();
    all.add(logits, 0, 4, 2);
    all.add(logits, 2, 4, 5);
    GateHistogram left = new GateHistogram();
    left.add(logits, 0, 4, 2);
    GateHistogram right = new GateHistogram();
    right.add(logits, 2, 4, 5);
    GateHistogram merged = right.merge(left).merge(new GateHistogram());
    for (double threshold : new double[] {-100, -1, -0.5, 0.5, 1, 64}) {
      assertThat(merged.bytesPerGate(threshold)).isEqualTo(all.bytesPerGate(threshold));
    }
    // 7 words of 4 bytes; at 3 are 2 + 5 gates, at 200 are 5.
    assertThat(all.bytesPerGate(1)).isEqualTo(28.0 / (7 + 2 + 5 + 5));
  }

  private static List<String> read(GateReading reading, String word, float[] logits, int start) {
    List<String> segments = new ArrayList<>();
    reading.read(
        Word.of(word),
        logits,
        start,
        (segment, end) -> segments.add(new String(segment.toBytes())));
    return segments;
  }
}
