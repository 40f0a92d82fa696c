package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnealingTest {
  @Test
  void fallsByTheSameFactorEachStepAndThenStays() {
    Annealing annealing = new Annealing(2, 0.25, 4);
    assertThat(annealing.temperature(0)).isEqualTo(2);
    assertThat(annealing.temperature(1)).isCloseTo(1, within(1e-12));
    assertThat(annealing.temperature(2)).isCloseTo(0.5, within(1e-12));
    assertThat(annealing.temperature(3)).isEqualTo(0.25);
    assertThat(annealing.temperature(9)).isEqualTo(0.25);
  }

  @Test
  void isAtTheEndInItsOnlyStep() {
    assertThat(new Annealing(2, 0.25, 1).temperature(0)).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 5", "1, 2, 5", "NaN, 1, 5", "Infinity, 1, 5", "1, 1, 0"})
  void refusesWhatDoesNotFall(double first, double last, int steps) {
    assertThatThrownBy(() -> new Annealing(first, last, steps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a temperature falls");
  }
}
