package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberTextTest {
  @Test
  void roundsLargeCountsToThreeDigits() {
    assertThat(NumberText.rounded(9_999)).isEqualTo("9,999");
    assertThat(NumberText.rounded(10_000)).isEqualTo("10.0 thousand");
    assertThat(NumberText.rounded(999_499)).isEqualTo("999 thousand");
    assertThat(NumberText.rounded(999_500)).isEqualTo("1.00 million");
    assertThat(NumberText.rounded(7_260_000_000_000L)).isEqualTo("7.26 trillion");
  }

  @Test
  void tellsSizesInPowersOfAThousand() {
    assertThat(NumberText.bytes(999)).isEqualTo("999 bytes");
    assertThat(NumberText.bytes(1_000_000)).isEqualTo("1.00 MB");
    assertThat(NumberText.bytes(64_000_000)).isEqualTo("64.0 MB");
  }

  @Test
  void tellsLargeNumbersByPowersOfTen() {
    assertThat(NumberText.power(0)).isEqualTo("0");
    assertThat(NumberText.power(999)).isEqualTo("999");
    assertThat(NumberText.power(1_000)).isEqualTo("1.00 × 10³");
    assertThat(NumberText.power(3.2149e15)).isEqualTo("3.21 × 10¹⁵");
  }

  @Test
  void tellsASmallShareFromNothing() {
    assertThat(NumberText.share(0)).isEqualTo("0.0\u00a0%");
    assertThat(NumberText.share(0.1234)).isEqualTo("12.3\u00a0%");
    assertThat(NumberText.share(0.0001)).isEqualTo("0.010\u00a0%");
    assertThat(NumberText.share(0.000001)).isEqualTo("< 0.001\u00a0%");
  }

  @Test
  void tellsAChosenShareWithAllItsDigits() {
    assertThat(NumberText.chosenShare(0.95)).isEqualTo("95\u00a0%");
    assertThat(NumberText.chosenShare(0.999)).isEqualTo("99.9\u00a0%");
  }

  @Test
  void marksWhatHasNoValue() {
    assertThat(NumberText.ratio(Double.NaN)).isEqualTo("–");
    assertThat(NumberText.share(Double.NaN)).isEqualTo("–");
    assertThat(NumberText.decimals(Double.NaN)).isEqualTo("–");
  }

  @Test
  void tellsDurations() {
    assertThat(NumberText.duration(7)).isEqualTo("0:07");
    assertThat(NumberText.duration(725)).isEqualTo("12:05");
    assertThat(NumberText.duration(10_841)).isEqualTo("3:00:41");
  }
}
