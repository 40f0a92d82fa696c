package org.gqvae.model.network;

import java.io.Serializable;

/**
 * The weights of the losses, in nats a position. Reconstruction has weight 1.
 *
 * @param mask gamma, of the binary cross entropy of the predicted against the true mask (paper: 1)
 * @param commitment of mean((sg(z_q) - z)²), which holds the encoder to the nearest codes
 * @param codebook of mean((z_q - sg(z))²), which moves a trained codebook to the latents whose
 *     nearest its codes are; unused with moving averages
 * @param codebookDecay of the moving averages, a step, in [0, 1)
 * @param prior of the divergence of q(code | latent) from the uniform distribution; only with
 *     gumbel-softmax
 * @param annealing of gumbel-softmax
 * @param gateCost of compression: nats a gate, times the mean gate
 */
public record Objective(
    double mask,
    double commitment,
    double codebook,
    double codebookDecay,
    double prior,
    Annealing annealing,
    GateCost gateCost)
    implements Serializable {
  /** Of a network that is not trained. */
  static final Objective NONE = new Objective(0, 0, 0, 0, GateCost.fixed(0));

  /** Weights without a prior, at a temperature of 1. */
  public Objective(
      double mask, double commitment, double codebook, double codebookDecay, GateCost gateCost) {
    this(mask, commitment, codebook, codebookDecay, 0, Annealing.NONE, gateCost);
  }

  public Objective {
    if (!(mask >= 0
        && commitment >= 0
        && codebook >= 0
        && codebookDecay >= 0
        && codebookDecay < 1
        && prior >= 0)) {
      throw new IllegalArgumentException(
          "weights of losses are at least 0 and the codebook's decay is in [0, 1), but got mask "
              + mask
              + ", commitment "
              + commitment
              + ", codebook "
              + codebook
              + ", decay "
              + codebookDecay
              + ", prior "
              + prior);
    }
  }
}
