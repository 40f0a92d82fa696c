package org.gqvae.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigammaTest {
  private static final double EULER = 0.57721566490153286;

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 1.5", "11, 2.9289682539682538"})
  void isAHarmonicNumberWithoutEulersConstant(double x, double harmonic) {
    assertThat(Digamma.of(x)).isCloseTo(harmonic - EULER, within(1e-13));
  }

  @Test
  void isKnownAtOneHalf() {
    assertThat(Digamma.of(0.5)).isCloseTo(-EULER - 2 * Math.log(2), within(1e-13));
  }

  @Test
  void growsByOneOverX() {
    for (double x = 0.1; x < 1e6; x *= 1.7) {
      assertThat(Digamma.of(x + 1) - Digamma.of(x)).isCloseTo(1 / x, within(1e-13));
    }
  }

  @Test
  void isTheLogarithmOfLargeNumbers() {
    assertThat(Digamma.of(1e15)).isCloseTo(Math.log(1e15), within(1e-13));
  }
}
