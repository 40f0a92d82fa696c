package org.gqvae.model.network;

import java.util.Arrays;
import org.gqvae.model.network.Parameters.Slice;

/** y (P, out) = x (P, in) . W (in, out) + b (out). */
final class Linear {
  private final Parameters parameters;
  private final Slice weight;
  private final Slice bias;
  private final float[] biasValues;
  private final float[] biasGradient;
  private float[] input;
  private float[] output = new float[0];
  private float[] inputGradient = new float[0];
  private int rows;

  Linear(Parameters parameters, String name, int inputs, int outputs) {
    this.parameters = parameters;
    this.weight = parameters.weight(name + ".weight", inputs, outputs);
    this.bias = parameters.bias(name + ".bias", outputs);
    this.biasValues = new float[outputs];
    this.biasGradient = new float[outputs];
  }

  int outputs() {
    return weight.columns();
  }

  /**
   * The result lies in this layer's own buffer until the next call; {@code x} must live until
   * {@link #backward}.
   */
  float[] forward(float[] x, int rows) {
    this.input = x;
    this.rows = rows;
    int out = outputs();
    output = Vectors.room(output, rows * out);
    Kernel kernel = parameters.kernel();
    kernel.multiply(x, rows, weight, output);
    kernel.read(bias, biasValues);
    for (int row = 0; row < rows; row++) {
      Vectors.add(biasValues, 0, output, row * out, out);
    }
    return output;
  }

  /** dy (P, out) to dx (P, in), in this layer's own buffer; adds to the gradients of W and b. */
  float[] backward(float[] dy) {
    int out = outputs();
    Arrays.fill(biasGradient, 0);
    for (int row = 0; row < rows; row++) {
      Vectors.add(dy, row * out, biasGradient, 0, out);
    }
    Kernel kernel = parameters.kernel();
    kernel.addGradient(bias, biasGradient);
    inputGradient = Vectors.room(inputGradient, rows * weight.rows());
    kernel.backward(input, dy, rows, weight, inputGradient);
    return inputGradient;
  }
}
