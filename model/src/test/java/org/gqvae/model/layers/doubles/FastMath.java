package org.gqvae.model.layers.doubles;

/** Stands in for the approximations, whose errors would drown a finite difference. */
public final class FastMath {
  private FastMath() {}

  public static double exp(double x) {
    return Math.exp(x);
  }

  public static double log(double x) {
    return Math.log(x);
  }

  public static void tanh(double[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = Math.tanh(x[i]);
    }
  }

  public static void sigmoid(double[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = 1 / (1 + Math.exp(-x[i]));
    }
  }
}
