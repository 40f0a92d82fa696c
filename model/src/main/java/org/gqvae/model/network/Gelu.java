package org.gqvae.model.network;

/**
 * GELU, element by element: y = x / (1 + exp(-2u)), u = sqrt(2/pi) (x + 0.044715 x³) (Hendrycks and
 * Gimpel 2016).
 */
final class Gelu {
  private static final float SLOPE = 0.7978845608f;
  private static final float CUBE = 0.044715f;

  private float[] input;
  private float[] output = new float[0];
  private float[] gates = new float[0]; // 1 / (1 + exp(-2u))
  private int size;

  float[] forward(float[] x, int size) {
    this.input = x;
    this.size = size;
    output = Vectors.room(output, size);
    gates = Vectors.room(gates, size);
    for (int i = 0; i < size; i++) {
      float h = x[i];
      float gate = 1 / (1 + Exponential.exp(-2 * SLOPE * (h + CUBE * h * h * h)));
      gates[i] = gate;
      output[i] = h * gate;
    }
    return output;
  }

  /** In place: {@code dy} becomes dx. */
  float[] backward(float[] dy) {
    for (int i = 0; i < size; i++) {
      float h = input[i];
      float gate = gates[i];
      float slope = 2 * SLOPE * (1 + 3 * CUBE * h * h);
      dy[i] *= gate + h * gate * (1 - gate) * slope;
    }
    return dy;
  }
}
