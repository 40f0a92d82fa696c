package org.gqvae.model.network;

import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Vectors;

/**
 * What bytes a position's token holds: slot j of K says the byte j places left of the position. A
 * linear map D -> 256 for each slot; slots left of the word's start are not computed.
 */
final class SlotHead {
  private static final int SYMBOLS = Encoder.SYMBOLS;

  private final Parameters parameters;
  private final int width;
  private final Slice[] weights;
  private final Slice[] biases;
  private float[] gathered = new float[0];
  private float[] gatheredGradient = new float[0];
  private float[] logits = new float[0];

  SlotHead(Parameters parameters, GqVaeSpec spec) {
    this.parameters = parameters;
    this.width = spec.width();
    this.weights = new Slice[spec.tokenBytes()];
    this.biases = new Slice[spec.tokenBytes()];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = parameters.weight("decoder.slot" + j + ".weight", width, SYMBOLS);
      biases[j] = parameters.bias("decoder.slot" + j + ".bias", SYMBOLS);
    }
  }

  /**
   * The likeliest byte of slot {@code j} for each row of h (rows, D), ties going to the lower byte.
   */
  byte[] likeliest(float[] h, int rows, int j) {
    computeLogits(h, rows, j);
    byte[] symbols = new byte[rows];
    for (int row = 0; row < rows; row++) {
      int best = 0;
      for (int s = 1; s < SYMBOLS; s++) {
        if (logits[row * SYMBOLS + s] > logits[row * SYMBOLS + best]) {
          best = s;
        }
      }
      symbols[row] = (byte) best;
    }
    return symbols;
  }

  /**
   * sum over p of weight(p) sum over j of m[p][j] CE[p][j].
   *
   * @param h (P, D)
   * @param mask m (P, K)
   * @param dh (P, D), added to; null for the loss alone
   * @param dm (P, K), added to; null for the loss alone
   */
  double loss(float[] h, float[] mask, WordBatch batch, float[] dh, float[] dm) {
    int slots = weights.length;
    double loss = 0;
    for (int j = 0; j < slots; j++) {
      int[] positions = batch.positionsByFallingOffset();
      int rows = batch.positionsReaching(j);
      if (rows == 0) {
        break;
      }
      gathered = Vectors.room(gathered, rows * width);
      Vectors.gatherRows(h, positions, 0, rows, width, gathered);
      computeLogits(gathered, rows, j);
      for (int row = 0; row < rows; row++) {
        int p = positions[row];
        float m = mask[p * slots + j];
        float crossEntropy =
            softmaxCrossEntropy(row * SYMBOLS, batch.symbol(p - j), batch.weight(p) * m);
        loss += (double) batch.weight(p) * m * crossEntropy;
        if (dm != null) {
          dm[p * slots + j] += batch.weight(p) * crossEntropy;
        }
      }
      if (dh != null) {
        gatheredGradient = Vectors.room(gatheredGradient, rows * width);
        parameters
            .kernel()
            .backward(gathered, logits, rows, weights[j], biases[j], gatheredGradient);
        Vectors.scatterAddRows(gatheredGradient, positions, 0, rows, width, dh);
      }
    }
    return loss;
  }

  private void computeLogits(float[] x, int rows, int j) {
    logits = Vectors.room(logits, rows * SYMBOLS);
    parameters.kernel().multiply(x, rows, weights[j], biases[j], logits);
  }

  /** The cross entropy of one row of logits, which become its gradient times {@code scale}. */
  private float softmaxCrossEntropy(int from, int symbol, float scale) {
    float largest = Vectors.max(logits, from, SYMBOLS);
    float truth = logits[from + symbol] - largest;
    float sum = Vectors.exponentiate(logits, from, SYMBOLS, largest);
    float factor = scale / sum;
    for (int i = from; i < from + SYMBOLS; i++) {
      logits[i] *= factor;
    }
    logits[from + symbol] -= scale;
    return (float) Math.log(sum) - truth;
  }
}
