package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateCostTest {
  private static final GateCost COST = new GateCost(10, 4, 0);

  @Test
  void staysWhereGatesAreAsFarApartAsTheyShall() {
    assertThat(COST.next(7, 0.25)).isEqualTo(7);
  }

  @Test
  void risesWithTooManyGatesAndFallsWithTooFew() {
    assertThat(COST.next(7, 0.5)).isCloseTo(7 * Math.pow(2, 0.3), within(1e-9));
    assertThat(COST.next(7, 0.125)).isCloseTo(7 * Math.pow(2, -0.3), within(1e-9));
  }

  /** A gate is never free for good, nor too dear to come back. */
  @Test
  void staysBetweenBounds() {
    assertThat(COST.next(999, 1)).isEqualTo(1000);
    assertThat(COST.next(0.0101, 0.0625)).isEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 4", "10, 0.5", "NaN, 4", "10, NaN"})
  void refusesWhatCannotBeSteered(double initial, double bytesPerGate) {
    assertThatThrownBy(() -> new GateCost(initial, bytesPerGate, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(bytesPerGate + " bytes per gate");
  }
}
