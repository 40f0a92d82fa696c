package org.gqvae.model.network;

import org.gqvae.model.layers.FastMath;
import org.gqvae.model.layers.Linear;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Vectors;

/**
 * How long a position's token is: logits l (P, K) of the lengths 1..K give the predicted mask, the
 * probability that the token is longer than j: q[j] = (e^l[j] + ... + e^l[K-1]) / (e^l[0] + ... +
 * e^l[K-1]), which falls in j from 1.
 */
final class LengthHead {
  private static final float TINY = 1e-30f;

  private final int slots;
  private final int width;
  private final Linear linear;
  private float[] gradient = new float[0]; // (P, K)
  private final float[] exponentials;
  private final float[] suffix; // e[j] + ... + e[K-1]
  private final float[] prefix; // e[0] + ... + e[j-1]

  LengthHead(Parameters parameters, GqVaeSpec spec) {
    this.slots = spec.tokenBytes();
    this.width = spec.width();
    this.linear = new Linear(parameters, "decoder.length", spec.width(), slots);
    this.exponentials = new float[slots];
    this.suffix = new float[slots + 1];
    this.prefix = new float[slots + 1];
  }

  /** l (rows, K) of h (rows, D). */
  float[] logits(float[] h, int rows) {
    return linear.forward(h, rows);
  }

  /**
   * For each row of h (rows, D) the number of slots whose predicted mask is over one half, in [1,
   * K].
   */
  int[] lengths(float[] h, int rows) {
    float[] logits = logits(h, rows);
    int[] lengths = new int[rows];
    for (int row = 0; row < rows; row++) {
      exponentiate(logits, row * slots);
      int length = 1;
      while (length < slots && suffix[length] > prefix[length]) {
        length++;
      }
      lengths[row] = length;
    }
    return lengths;
  }

  /**
   * weight x sum over p of weight(p) sg(g[p]) sum over j of BCE(m[p][j], q[p][j]).
   *
   * @param h (P, D)
   * @param mask m (P, K); its gradient flows
   * @param gates g (P); their gradient does not
   * @param dh (P, D), added to; null for the loss alone
   * @param dm (P, K), added to; null for the loss alone
   */
  double loss(
      float[] h,
      float[] mask,
      float[] gates,
      double weight,
      WordBatch batch,
      float[] dh,
      float[] dm) {
    int rows = batch.positions();
    float[] logits = logits(h, rows);
    gradient = Vectors.room(gradient, rows * slots);
    double loss = 0;
    for (int p = 0; p < rows; p++) {
      int row = p * slots;
      exponentiate(logits, row);
      float scale = (float) weight * batch.weight(p) * gates[p];
      float total = suffix[0];
      // In j = 0 mask and prediction are both 1.
      for (int j = 1; j < slots; j++) {
        float logTotal = (float) Math.log(total);
        float logPrediction = (float) Math.log(suffix[j]) - logTotal;
        float logComplement = (float) Math.log(prefix[j]) - logTotal;
        float m = mask[row + j];
        loss -= scale * (m * logPrediction + (1 - m) * logComplement);
        if (dm != null) {
          dm[row + j] += scale * (logComplement - logPrediction);
        }
      }
      // dBCE/dl[i] = (K-1) e[i]/total - e[i] (sum_{1<=j<=i} m[j]/suffix[j] + sum_{j>i}
      // (1-m[j])/prefix[j])
      float shorter = 0;
      for (int i = slots - 1; i >= 0; i--) {
        gradient[row + i] = scale * exponentials[i] * ((slots - 1) / total - shorter);
        shorter += i == 0 ? 0 : (1 - mask[row + i]) / prefix[i];
      }
      float longer = 0;
      for (int i = 1; i < slots; i++) {
        longer += mask[row + i] / suffix[i];
        gradient[row + i] -= scale * exponentials[i] * longer;
      }
    }
    if (dh != null) {
      Vectors.add(linear.backward(gradient), 0, dh, 0, rows * width);
    }
    return loss;
  }

  private void exponentiate(float[] logits, int from) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < slots; i++) {
      largest = Math.max(largest, logits[from + i]);
    }
    for (int i = 0; i < slots; i++) {
      exponentials[i] = FastMath.exp(logits[from + i] - largest);
      prefix[i + 1] = (i == 0 ? 0 : prefix[i]) + exponentials[i];
    }
    suffix[slots] = 0;
    for (int i = slots - 1; i >= 0; i--) {
      suffix[i] = suffix[i + 1] + exponentials[i];
    }
    for (int i = 1; i < slots; i++) {
      prefix[i] = Math.max(prefix[i], TINY);
      suffix[i] = Math.max(suffix[i], TINY);
    }
  }
}
