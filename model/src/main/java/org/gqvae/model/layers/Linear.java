package org.gqvae.model.layers;

import org.gqvae.model.layers.Parameters.Slice;

/** y (P, out) = x (P, in) . W (in, out) + b (out). */
public final class Linear {
  private final Parameters parameters;
  private final Slice weight;
  private final Slice bias;
  private float[] input;
  private float[] output = new float[0];
  private float[] inputGradient = new float[0];
  private int rows;

  public Linear(Parameters parameters, String name, int inputs, int outputs) {
    this.parameters = parameters;
    this.weight = parameters.weight(name + ".weight", inputs, outputs);
    this.bias = parameters.bias(name + ".bias", outputs);
  }

  public int outputs() {
    return weight.columns();
  }

  /**
   * The result lies in this layer's own buffer until the next call; {@code x} must live until
   * {@link #backward}.
   */
  public float[] forward(float[] x, int rows) {
    this.input = x;
    this.rows = rows;
    output = Vectors.room(output, rows * outputs());
    parameters.kernel().multiply(x, rows, weight, bias, output);
    return output;
  }

  /** dy (P, out) to dx (P, in), in this layer's own buffer; adds to the gradients of W and b. */
  public float[] backward(float[] dy) {
    inputGradient = Vectors.room(inputGradient, rows * weight.rows());
    backward(dy, inputGradient);
    return inputGradient;
  }

  /** The same with dx in the caller's buffer. */
  public void backward(float[] dy, float[] dx) {
    parameters.kernel().backward(input, dy, rows, weight, bias, dx);
  }
}
