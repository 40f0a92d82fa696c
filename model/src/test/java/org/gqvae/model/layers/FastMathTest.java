package org.gqvae.model.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FastMathTest {
  @Test
  void exponentialHasASmallRelativeError() {
    double worst = 0;
    for (int i = 0; i <= 4_000_000; i++) {
      float x = -i * 1e-5f;
      double exact = Math.exp(x);
      worst = Math.max(worst, Math.abs(FastMath.exp(x) - exact) / exact);
    }
    assertThat(worst).isLessThan(2e-5);
  }

  @Test
  void exponentialIsOneAtZeroAndVanishesFarBelow() {
    assertThat(FastMath.exp(0)).isEqualTo(1);
    for (float x = -40; x > -1000; x -= 0.01f) {
      assertThat(FastMath.exp(x)).isBetween(0f, 1e-17f);
    }
    assertThat(FastMath.exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 1e-17f);
    assertThat(FastMath.exp(Float.NaN)).isNaN();
  }

  @Test
  void logarithmHasASmallRelativeError() {
    double worst = 0;
    for (int bits = Float.floatToIntBits(1e-37f); bits < Float.floatToIntBits(1e38f); bits += 401) {
      float x = Float.intBitsToFloat(bits);
      double exact = Math.log(x);
      double error = exact == 0 ? FastMath.log(x) : (FastMath.log(x) - exact) / exact;
      worst = Math.max(worst, Math.abs(error));
    }
    assertThat(worst).isLessThan(1e-6);
  }

  @Test
  void hyperbolicTangentIsWithinAMillionth() {
    float[] x = grid(-20, 1e-5f, 4_000_000);
    float[] y = x.clone();
    FastMath.tanh(y, y.length);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      worst = Math.max(worst, Math.abs(y[i] - Math.tanh(x[i])));
    }
    assertThat(worst).isLessThan(1e-6);
  }

  @Test
  void sigmoidIsWithinAMillionthAndNeverOutsideOfZeroToOne() {
    float[] x = grid(-40, 2e-5f, 4_000_000);
    float[] y = x.clone();
    FastMath.sigmoid(y, y.length);
    double worst = 0;
    double least = 1;
    double most = 0;
    for (int i = 0; i < x.length; i++) {
      worst = Math.max(worst, Math.abs(y[i] - 1 / (1 + Math.exp(-x[i]))));
      least = Math.min(least, y[i]);
      most = Math.max(most, y[i]);
    }
    assertThat(worst).isLessThan(1e-6);
    assertThat(least).isGreaterThanOrEqualTo(0);
    assertThat(most).isLessThanOrEqualTo(1);
  }

  @Test
  void leavesWhatLiesBehindTheLengthAlone() {
    float[] x = {1, 2, 3};
    FastMath.tanh(x, 1);
    FastMath.sigmoid(x, 1);
    assertThat(x).endsWith(2f, 3f);
  }

  private static float[] grid(float from, float step, int size) {
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = from + i * step;
    }
    return x;
  }
}
