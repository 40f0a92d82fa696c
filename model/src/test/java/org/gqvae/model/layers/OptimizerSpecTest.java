package org.gqvae.model.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gqvae.model.layers.OptimizerSpec.Method;
import org.junit.jupiter.api.Test;

class OptimizerSpecTest {
  private static OptimizerSpec spec(int warmupSteps) {
    return new OptimizerSpec(Method.ADAM, 0.01, 10, 0, warmupSteps, 100, 0.1, 0);
  }

  @Test
  void rateRisesLinearlyToTheHighest() {
    assertThat(spec(4).rateAt(0)).isCloseTo(0.0025, within(1e-12));
    assertThat(spec(4).rateAt(1)).isCloseTo(0.005, within(1e-12));
    assertThat(spec(4).rateAt(3)).isCloseTo(0.01, within(1e-12));
    assertThat(spec(4).rateAt(4)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void rateFallsAlongACosineToTheFinalShareAndStaysThere() {
    OptimizerSpec spec = spec(20);
    assertThat(spec.rateAt(60)).isCloseTo(0.01 * (0.1 + 0.9 / 2), within(1e-12));
    assertThat(spec.rateAt(100)).isCloseTo(0.001, within(1e-12));
    assertThat(spec.rateAt(1_000_000)).isCloseTo(0.001, within(1e-12));
    for (int step = 21; step <= 100; step++) {
      assertThat(spec.rateAt(step)).isLessThan(spec.rateAt(step - 1));
    }
  }

  @Test
  void rateStartsAtTheHighestWithoutWarmUp() {
    assertThat(spec(0).rateAt(0)).isCloseTo(0.01, within(1e-12));
  }
}
