package org.gqvae.model.layers;

/**
 * Exponential functions and the logarithm at about the precision of a float, made of sums, products
 * and quotients alone, so that the JIT compiler turns loops over them into vector instructions.
 * They give the same bits on every machine.
 */
public final class FastMath {
  private static final int ROOT_OF_HALF = Float.floatToRawIntBits(0.70710677f);
  private static final float LN_2 = 0.6931472f;

  private FastMath() {}

  /**
   * e^x for x at most 0, with a relative error below 2e-5 down to x = -40; below, at most 1e-17. By
   * Taylor's polynomial of x/64, raised to the 64th power.
   */
  public static float exp(float x) {
    float z = Math.max(x, -87) * (1f / 64);
    float p = 1 + z * (1f / 8);
    p = 1 + z * (1f / 7) * p;
    p = 1 + z * (1f / 6) * p;
    p = 1 + z * (1f / 5) * p;
    p = 1 + z * (1f / 4) * p;
    p = 1 + z * (1f / 3) * p;
    p = 1 + z * (1f / 2) * p;
    p = 1 + z * p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    return p * p;
  }

  /**
   * ln(x) for normal x over 0, with a relative error below 1e-6. By the series 2 (s + s³/3 + s⁵/5 +
   * ...) of ln(m), s = (m - 1) / (m + 1), of the m in [1/sqrt(2), sqrt(2)) for which x = m 2^k.
   */
  public static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits - ROOT_OF_HALF) >> 23;
    float m = Float.intBitsToFloat(bits - (exponent << 23));
    float s = (m - 1) / (m + 1);
    float q = s * s;
    float p = 1f / 7 + q * (1f / 9);
    p = 1f / 5 + q * p;
    p = 1f / 3 + q * p;
    return exponent * LN_2 + 2 * s * (1 + q * p);
  }

  /**
   * Each x becomes tanh(x), within 1e-6. By Lambert's continued fraction x/(1 + x²/(3 + x²/(5 +
   * ...))) down to 13, of x/4, and two doublings, tanh(2y) = 2 tanh(y) / (1 + tanh(y)²), in one
   * quotient. In three loops, because the compiler makes vector instructions of short ones only.
   */
  public static void tanh(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = Math.min(9, Math.max(-9, x[i])) * 0.25f;
    }
    for (int i = 0; i < length; i++) {
      float y = x[i];
      float s = y * y;
      x[i] =
          y * (135135 + s * (17325 + s * (378 + s))) / (135135 + s * (62370 + s * (3150 + s * 28)));
    }
    for (int i = 0; i < length; i++) {
      float p = 2 * x[i];
      float q = 1 + x[i] * x[i];
      x[i] = 2 * p * q / (p * p + q * q);
    }
  }

  /** Each x becomes 1 / (1 + e^-x) = (1 + tanh(x/2)) / 2. */
  public static void sigmoid(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] *= 0.5f;
    }
    tanh(x, length);
    for (int i = 0; i < length; i++) {
      x[i] = 0.5f + 0.5f * x[i];
    }
  }
}
