package org.gqvae.model.network;

import org.gqvae.model.layers.Vectors;

/**
 * Tokens of a fixed length: g (P) is 1 at every k-th byte of a word and at its end, else 0,
 * whatever the input.
 */
final class FixedGates implements Gates {
  private final int every;
  private final int width;
  private float[] gates = new float[0]; // (P)
  private float[] logits = new float[0]; // (P)
  private float[] gradient = new float[0]; // (P, D)

  FixedGates(GqVaeSpec spec) {
    this.every = spec.gateEvery();
    this.width = spec.width();
  }

  @Override
  public float[] forward(float[] x, WordBatch batch) {
    gates = Vectors.zeros(gates, batch.positions());
    logits = Vectors.room(logits, batch.positions());
    for (int p = 0; p < batch.positions(); p++) {
      if ((batch.offset(p) + 1) % every == 0 || batch.endsWord(p)) {
        gates[p] = 1;
      }
      logits[p] = gates[p] == 1 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
    }
    gradient = Vectors.zeros(gradient, batch.positions() * width);
    return gates;
  }

  @Override
  public float[] logits() {
    return logits;
  }

  @Override
  public double logitLoss() {
    return 0;
  }

  /** Zeros: the input has no effect. */
  @Override
  public float[] backward(float[] dg) {
    return gradient;
  }
}
