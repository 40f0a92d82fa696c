package org.gqvae.model.network;

/**
 * GELU, element by element: y = x (1 + tanh u) / 2, u = sqrt(2/pi) (x + 0.044715 x³) (Hendrycks and
 * Gimpel 2016).
 */
final class Gelu {
  private static final float SLOPE = 0.7978845608f;
  private static final float CUBE = 0.044715f;

  private float[] output = new float[0];
  private float[] slopes = new float[0]; // dy/dx
  private int size;

  float[] forward(float[] x, int size) {
    this.size = size;
    output = Vectors.room(output, size);
    slopes = Vectors.room(slopes, size);
    float[] y = output;
    float[] dydx = slopes;
    for (int i = 0; i < size; i++) {
      y[i] = SLOPE * x[i] * (1 + CUBE * x[i] * x[i]);
    }
    FastMath.tanh(y, size);
    for (int i = 0; i < size; i++) {
      dydx[i] =
          0.5f * (1 + y[i])
              + 0.5f * SLOPE * x[i] * (1 - y[i] * y[i]) * (1 + 3 * CUBE * x[i] * x[i]);
    }
    for (int i = 0; i < size; i++) {
      y[i] = 0.5f * x[i] * (1 + y[i]);
    }
    return output;
  }

  /** In place: {@code dy} becomes dx. */
  float[] backward(float[] dy) {
    float[] dydx = slopes;
    for (int i = 0; i < size; i++) {
      dy[i] *= dydx[i];
    }
    return dy;
  }
}
