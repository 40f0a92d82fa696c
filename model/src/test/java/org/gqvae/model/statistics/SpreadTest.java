package org.gqvae.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void dividesByOneLessThanTheCount() {
    assertThat(Spread.of(1, 2, 6)).isEqualTo(new Spread(3, 3, Math.sqrt(7), 1, 6));
  }

  @Test
  void hasNoStandardDeviationForOneValue() {
    assertThat(Spread.of(4)).isEqualTo(new Spread(1, 4, Double.NaN, 4, 4));
  }

  @Test
  void refusesNoValues() {
    assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
  }
}
