package org.gqvae.model.language;

import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Vectors;

/**
 * What the next token is: softmax(h Eᵀ), where E (V, D) are the embeddings of the tokens (Press and
 * Wolf 2017), and its cross entropy. Some rows at once, so that their logits stay few.
 */
final class TiedHead {
  private static final int ROWS_AT_ONCE = 128;

  private final Parameters parameters;
  private final Slice embedding;
  private float[] rows = new float[0]; // (ROWS_AT_ONCE, D)
  private float[] rowGradient = new float[0];
  private float[] logits = new float[0]; // (ROWS_AT_ONCE, V)

  TiedHead(Parameters parameters, Slice embedding) {
    this.parameters = parameters;
    this.embedding = embedding;
  }

  /**
   * The sum of the cross entropies of the next tokens, in nats.
   *
   * @param h (P, D)
   * @param weight of each position's cross entropy in the gradient
   * @param dh (P, D), becomes the gradient; null for the loss alone
   */
  double nats(float[] h, TokenBatch batch, float weight, float[] dh) {
    int width = embedding.columns();
    int size = embedding.rows();
    rows = Vectors.room(rows, ROWS_AT_ONCE * width);
    rowGradient = Vectors.room(rowGradient, ROWS_AT_ONCE * width);
    logits = Vectors.room(logits, ROWS_AT_ONCE * size);
    double nats = 0;
    for (int from = 0; from < batch.positions(); from += ROWS_AT_ONCE) {
      int count = Math.min(ROWS_AT_ONCE, batch.positions() - from);
      System.arraycopy(h, from * width, rows, 0, count * width);
      parameters.kernel().multiplyTransposed(rows, count, embedding, logits);
      for (int row = 0; row < count; row++) {
        nats += crossEntropy(row * size, size, batch.next(from + row), weight);
      }
      if (dh != null) {
        parameters.kernel().backwardTransposed(rows, logits, count, embedding, rowGradient);
        System.arraycopy(rowGradient, 0, dh, from * width, count * width);
      }
    }
    return nats;
  }

  /** The cross entropy of one row of logits, which become its gradient times {@code weight}. */
  private double crossEntropy(int from, int size, int token, float weight) {
    float largest = Vectors.max(logits, from, size);
    float truth = logits[from + token] - largest;
    float sum = Vectors.exponentiate(logits, from, size, largest);
    float factor = weight / sum;
    for (int i = from; i < from + size; i++) {
      logits[i] *= factor;
    }
    logits[from + token] -= weight;
    return Math.log(sum) - truth;
  }
}
