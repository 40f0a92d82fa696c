package org.gqvae.model.network;

/**
 * The parts of the loss on a batch, each a mean over running positions, in nats.
 *
 * @param reconstruction cross entropy of the slots against their true bytes, weighted by the soft
 *     mask, summed over slots
 * @param compression the cost of the gates, cost x {@code gateRate}, and that of their logits
 * @param mask binary cross entropy of the predicted against the true mask, weighted by the gate,
 *     summed over slots
 * @param quantization commitment and codebook losses; with gumbel-softmax the prior's
 * @param gateRate mean gate: 1 / bytes per gate
 */
public record Losses(
    double reconstruction, double compression, double mask, double quantization, double gateRate) {

  public double total() {
    return reconstruction + compression + mask + quantization;
  }
}
