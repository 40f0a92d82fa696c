package org.gqvae.model.layers;

/**
 * GELU, element by element and in place: y = x (1 + tanh u) / 2, u = sqrt(2/pi) (x + 0.044715 x³)
 * (Hendrycks and Gimpel 2016).
 */
public final class Gelu {
  private static final float SLOPE = 0.7978845608f;
  private static final float CUBE = 0.044715f;

  /** Values that go through all loops before the next ones do, so that they stay in the cache. */
  private static final int AT_ONCE = 1024;

  // The compiler makes vector instructions of loops over whole arrays, all from 0 on.
  private final float[] x = new float[AT_ONCE];
  private final float[] tanh = new float[AT_ONCE];
  private final float[] slope = new float[AT_ONCE];
  private float[] slopes = new float[0]; // dy/dx
  private int size;

  /** In place: {@code values} x become y. */
  public float[] forward(float[] values, int size) {
    this.size = size;
    slopes = Vectors.room(slopes, size);
    for (int from = 0; from < size; from += AT_ONCE) {
      int length = Math.min(AT_ONCE, size - from);
      System.arraycopy(values, from, x, 0, length);
      forward(x, tanh, slope, length);
      System.arraycopy(x, 0, values, from, length);
      System.arraycopy(slope, 0, slopes, from, length);
    }
    return values;
  }

  private static void forward(float[] x, float[] t, float[] dydx, int length) {
    for (int i = 0; i < length; i++) {
      t[i] = SLOPE * x[i] * (1 + CUBE * x[i] * x[i]);
    }
    FastMath.tanh(t, length);
    for (int i = 0; i < length; i++) {
      dydx[i] =
          0.5f * (1 + t[i])
              + 0.5f * SLOPE * x[i] * (1 - t[i] * t[i]) * (1 + 3 * CUBE * x[i] * x[i]);
    }
    for (int i = 0; i < length; i++) {
      x[i] = 0.5f * x[i] * (1 + t[i]);
    }
  }

  /** In place: {@code dy} becomes dx. */
  public float[] backward(float[] dy) {
    float[] dydx = slopes;
    for (int i = 0; i < size; i++) {
      dy[i] *= dydx[i];
    }
    return dy;
  }
}
