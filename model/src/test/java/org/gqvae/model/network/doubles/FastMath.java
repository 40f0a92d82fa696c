package org.gqvae.model.network.doubles;

/** Stands in for the approximations, whose errors would drown a finite difference. */
final class FastMath {
  private FastMath() {}

  static double exp(double x) {
    return Math.exp(x);
  }

  static void tanh(double[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = Math.tanh(x[i]);
    }
  }

  static void sigmoid(double[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = 1 / (1 + Math.exp(-x[i]));
    }
  }
}
