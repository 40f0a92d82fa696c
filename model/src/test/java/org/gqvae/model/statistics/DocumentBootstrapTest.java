package org.gqvae.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class DocumentBootstrapTest {
  private static final ToDoubleFunction<double[]> RATIO = sums -> sums[0] / sums[1];

  @Test
  void holdsTheTrueRatioAboutAsOftenAsItSays() {
    Random random = new Random(5);
    int held = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      int[][] measures = bytesAndTokens(random, 120);
      Interval ratio = DocumentBootstrap.of(measures, 400, trial).interval(RATIO, 0.9);
      held += ratio.contains(1 / 0.3) ? 1 : 0;
    }
    assertThat((double) held / trials).isBetween(0.85, 0.94);
  }

  /** Documents of about 200 to 2,000 bytes, 0.3 tokens a byte on average. */
  private static int[][] bytesAndTokens(Random random, int documents) {
    int[][] measures = new int[2][documents];
    for (int i = 0; i < documents; i++) {
      measures[0][i] = (int) (200 * Math.exp(2.3 * random.nextDouble()));
      measures[1][i] = (int) Math.rint(measures[0][i] * (0.2 + 0.2 * random.nextDouble()));
    }
    return measures;
  }

  @Test
  void isAsWideAsTheRatioEstimatorsStandardError() {
    int[][] measures = bytesAndTokens(new Random(8), 2000);
    double bytes = Arrays.stream(measures[0]).sum();
    double tokens = Arrays.stream(measures[1]).sum();
    double squares = 0;
    for (int i = 0; i < 2000; i++) {
      double rest = measures[0][i] - bytes / tokens * measures[1][i];
      squares += rest * rest;
    }
    double standardError = Math.sqrt(squares) / tokens;
    Interval ratio = DocumentBootstrap.of(measures, 4000, 1).interval(RATIO, 0.95);
    assertThat(ratio.estimate()).isEqualTo(bytes / tokens);
    assertThat(ratio.high() - ratio.low()).isCloseTo(2 * 1.96 * standardError, withinShare(0.05));
  }

  private static Percentage withinShare(double share) {
    return Percentage.withPercentage(100 * share);
  }

  @Test
  void pairsMeasuresOfTheSameDocuments() {
    Random random = new Random(2);
    int[][] measures = new int[3][300];
    for (int i = 0; i < 300; i++) {
      int hardness = 1 + random.nextInt(50);
      measures[0][i] = 1000;
      measures[1][i] = 20 * hardness;
      measures[2][i] = 21 * hardness;
    }
    DocumentBootstrap documents = DocumentBootstrap.of(measures, 500, 1);
    Interval gain = documents.interval(sums -> sums[2] / sums[1], 0.95);
    assertThat(gain.low()).isCloseTo(1.05, within(1e-12));
    assertThat(gain.high()).isCloseTo(1.05, within(1e-12));
    Interval alone = documents.interval(RATIO, 0.95);
    assertThat(alone.high() - alone.low()).isGreaterThan(0.1);
  }

  @Test
  void givesNoWidthToWhatIsTheSameInEveryDocument() {
    int[][] measures = {{10, 20, 70}, {3, 9, 11}, {3, 9, 11}};
    DocumentBootstrap documents = DocumentBootstrap.of(measures, 1000, 4);
    assertThat(documents.interval(sums -> sums[2] / sums[1], 0.95))
        .isEqualTo(new Interval(1, 1, 1));
    assertThat(documents.interval(sums -> sums[0] / sums[1] - sums[0] / sums[2], 0.95))
        .isEqualTo(new Interval(0, 0, 0));
  }

  @Test
  void givesNoWidthToOneDocument() {
    assertThat(DocumentBootstrap.of(new int[][] {{10}, {4}}, 50, 1).interval(RATIO, 0.95))
        .isEqualTo(new Interval(2.5, 2.5, 2.5));
  }

  @Test
  void hasNoFigureWithoutDocuments() {
    Interval ratio = DocumentBootstrap.of(new int[2][0], 50, 1).interval(RATIO, 0.95);
    assertThat(ratio.estimate()).isNaN();
    assertThat(ratio.low()).isNaN();
    assertThat(ratio.high()).isNaN();
  }

  @Test
  void leavesDocumentsOfNothingOut() {
    int[][] with = {{0, 10, 0, 30, 5}, {0, 4, 0, 9, 2}};
    int[][] without = {{10, 30, 5}, {4, 9, 2}};
    assertThat(DocumentBootstrap.of(with, 200, 3).interval(RATIO, 0.95))
        .isEqualTo(DocumentBootstrap.of(without, 200, 3).interval(RATIO, 0.95));
  }

  @Test
  void isTheSameForTheSameSeedAlone() {
    int[][] measures = bytesAndTokens(new Random(1), 50);
    Interval ratio = DocumentBootstrap.of(measures, 100, 9).interval(RATIO, 0.95);
    assertThat(DocumentBootstrap.of(measures, 100, 9).interval(RATIO, 0.95)).isEqualTo(ratio);
    assertThat(DocumentBootstrap.of(measures, 100, 10).interval(RATIO, 0.95)).isNotEqualTo(ratio);
  }

  @Test
  void growsWithConfidence() {
    DocumentBootstrap documents = DocumentBootstrap.of(bytesAndTokens(new Random(1), 60), 500, 1);
    Interval narrow = documents.interval(RATIO, 0.5);
    Interval wide = documents.interval(RATIO, 0.99);
    assertThat(wide.low()).isLessThan(narrow.low());
    assertThat(wide.high()).isGreaterThan(narrow.high());
    assertThat(narrow.contains(narrow.estimate())).isTrue();
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> DocumentBootstrap.of(new int[][] {{1}, {1, 2}}, 10, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DocumentBootstrap.of(new int[][] {{1}}, 0, 1))
        .hasMessage("Invalid resamples: 0, expected >= 1");
    DocumentBootstrap documents = DocumentBootstrap.of(new int[][] {{1}}, 1, 1);
    assertThatThrownBy(() -> documents.interval(sums -> sums[0], 1))
        .hasMessage("Invalid confidence: 1.0, expected more than 0 and less than 1");
  }
}
