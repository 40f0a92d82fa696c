package org.gqvae.model.baseline;

/** The derivative of the logarithm of the gamma function; the same bits on every machine. */
final class Digamma {
  private static final double ASYMPTOTIC_FROM = 10;

  private Digamma() {}

  /**
   * The function's value, right to about 13 digits.
   *
   * @param x over 0
   */
  static double of(double x) {
    double shift = 0;
    double z = x;
    for (; z < ASYMPTOTIC_FROM; z++) {
      shift -= 1 / z;
    }
    double s = 1 / (z * z); // Abramowitz and Stegun, 6.3.18
    double series =
        s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132)))));
    return shift + StrictMath.log(z) - 0.5 / z - series;
  }
}
