package org.gqvae.model.layers;

import java.util.function.BiFunction;

/** One pre-norm block: h = x + Attention(Norm(x)); y = h + FeedForward(Norm(h)). All (P, D). */
public final class TransformerBlock {
  private final int width;
  private final Norm attentionNorm;
  private final Attention attention;
  private final Norm feedForwardNorm;
  private final FeedForward feedForward;
  private float[] attended = new float[0];
  private float[] output = new float[0];
  private float[] gradient = new float[0];
  private int size;

  /**
   * @param attention makes the attention, given the parameters and its name
   */
  public TransformerBlock(
      Parameters parameters,
      String name,
      Norm.Kind norm,
      int width,
      BiFunction<Parameters, String, Attention> attention) {
    this.width = width;
    this.attentionNorm = new Norm(parameters, name + ".attention.norm", norm, width);
    this.attention = attention.apply(parameters, name + ".attention");
    this.feedForwardNorm = new Norm(parameters, name + ".feedforward.norm", norm, width);
    this.feedForward = new FeedForward(parameters, name + ".feedforward", width, width);
  }

  public float[] forward(float[] x, Sequences sequences) {
    int rows = sequences.positions();
    size = rows * width;
    attended = sum(x, attention.forward(attentionNorm.forward(x, rows), sequences), attended);
    output =
        sum(attended, feedForward.forward(feedForwardNorm.forward(attended, rows), rows), output);
    return output;
  }

  public float[] backward(float[] dy) {
    gradient = sum(dy, feedForwardNorm.backward(feedForward.backward(dy)), gradient);
    Vectors.add(attentionNorm.backward(attention.backward(gradient)), 0, gradient, 0, size);
    return gradient;
  }

  private float[] sum(float[] a, float[] b, float[] buffer) {
    float[] sum = Vectors.room(buffer, size);
    System.arraycopy(a, 0, sum, 0, size);
    Vectors.add(b, 0, sum, 0, size);
    return sum;
  }
}
