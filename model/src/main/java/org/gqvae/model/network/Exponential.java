package org.gqvae.model.network;

/**
 * The exponential function at the precision of a float, several times faster than {@link Math#exp}.
 */
final class Exponential {
  private static final float LOG2_E = 1.4426950408889634f;
  // ln 2 in two parts, so that x - n ln 2 loses no bits.
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float LARGEST = 88.0f;
  private static final float SMALLEST = -87.0f;

  private Exponential() {}

  /** e^x within 2 units in the last place for x in [-87, 88]; clamped outside. */
  static float exp(float x) {
    float clamped = Math.min(LARGEST, Math.max(SMALLEST, x));
    int n = (int) (clamped * LOG2_E + (clamped < 0 ? -0.5f : 0.5f));
    float r = clamped - n * LN2_HIGH - n * LN2_LOW;
    // Taylor's polynomial: |r| <= ln 2 / 2, so the first term left out is below 2^-26.
    float p = 1f / 5040;
    p = p * r + 1f / 720;
    p = p * r + 1f / 120;
    p = p * r + 1f / 24;
    p = p * r + 1f / 6;
    p = p * r + 0.5f;
    p = p * r + 1;
    p = p * r + 1;
    return p * Float.intBitsToFloat((n + 127) << 23);
  }
}
