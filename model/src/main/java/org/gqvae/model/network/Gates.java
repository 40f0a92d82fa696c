package org.gqvae.model.network;

/** Where tokens end: g (P), 1 at the end of a word. */
sealed interface Gates permits Gater, FixedGates {

  /** The gates of a network of this shape. */
  static Gates of(Parameters parameters, GqVaeSpec spec) {
    return spec.hasLearnedGates() ? new Gater(parameters, spec) : new FixedGates(spec);
  }

  /** x (P, D) to g (P), in [0, 1]. */
  float[] forward(float[] x, WordBatch batch);

  /** dg (P) to the gradient of the input (P, D). */
  float[] backward(float[] dg);
}
