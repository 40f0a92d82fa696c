package org.gqvae.model.network;

import org.gqvae.model.layers.Vectors;

/**
 * How much the byte j places left of position t belongs to the token that ends at t: m[t][0] = 1,
 * m[t][j] = (1 - g[t-1]) ... (1 - g[t-j]), and 0 left of the word's start. g (P) to m (P, K).
 */
final class SoftMask {
  private final int slots;
  private float[] mask = new float[0];
  private float[] gateGradient = new float[0];
  private float[] gates;
  private WordBatch batch;

  SoftMask(int slots) {
    this.slots = slots;
  }

  float[] forward(float[] gates, WordBatch batch) {
    this.gates = gates;
    this.batch = batch;
    mask = Vectors.zeros(mask, batch.positions() * slots);
    for (int p = 0; p < batch.positions(); p++) {
      float m = 1;
      mask[p * slots] = m;
      for (int j = 1; j < slots && j <= batch.offset(p); j++) {
        m *= 1 - gates[p - j];
        mask[p * slots + j] = m;
      }
    }
    return mask;
  }

  /** dm (P, K) to dg (P). */
  float[] backward(float[] dm) {
    gateGradient = Vectors.zeros(gateGradient, batch.positions());
    for (int p = 0; p < batch.positions(); p++) {
      float carried = 0; // gradient of m[t][j] through all longer products
      for (int j = Math.min(slots - 1, batch.offset(p)); j >= 1; j--) {
        carried += dm[p * slots + j];
        gateGradient[p - j] -= carried * mask[p * slots + j - 1];
        carried *= 1 - gates[p - j];
      }
    }
    return gateGradient;
  }
}
