package org.gqvae.model.network;

/** One pre-norm block: h = x + Attention(Norm(x)); y = h + FeedForward(Norm(h)). All (P, D). */
final class TransformerBlock {
  private final int width;
  private final Norm attentionNorm;
  private final Attention attention;
  private final Norm feedForwardNorm;
  private final FeedForward feedForward;
  private float[] attended = new float[0];
  private float[] output = new float[0];
  private float[] gradient = new float[0];
  private int size;

  TransformerBlock(
      Parameters parameters,
      String name,
      Norm.Kind norm,
      int width,
      int heads,
      GqVaeSpec.Positions positions) {
    this.width = width;
    this.attentionNorm = new Norm(parameters, name + ".attention.norm", norm, width);
    this.attention = new Attention(parameters, name + ".attention", width, heads, positions);
    this.feedForwardNorm = new Norm(parameters, name + ".feedforward.norm", norm, width);
    this.feedForward = new FeedForward(parameters, name + ".feedforward", width, width);
  }

  float[] forward(float[] x, WordBatch batch) {
    int rows = batch.positions();
    size = rows * width;
    attended = sum(x, attention.forward(attentionNorm.forward(x, rows), batch), attended);
    output =
        sum(attended, feedForward.forward(feedForwardNorm.forward(attended, rows), rows), output);
    return output;
  }

  float[] backward(float[] dy) {
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
