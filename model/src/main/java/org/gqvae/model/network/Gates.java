package org.gqvae.model.network;

import org.gqvae.model.layers.Parameters;

/** Where tokens end: g (P), 1 at the end of a word. */
sealed interface Gates permits Gater, FixedGates {

  /** The gates of a network of this shape. */
  static Gates of(Parameters parameters, GqVaeSpec spec, GateCost cost) {
    return spec.hasLearnedGates() ? new Gater(parameters, spec, cost) : new FixedGates(spec);
  }

  /** x (P, D) to g (P), in [0, 1]. */
  float[] forward(float[] x, WordBatch batch);

  /** The logits (P) of the gates that forward gave; meaningless at the ends of words. */
  float[] logits();

  /** What the logits of these gates cost, in nats a position. */
  double logitLoss();

  /** dg (P) to the gradient of the input (P, D), that of the logits' cost with it. */
  float[] backward(float[] dg);
}
