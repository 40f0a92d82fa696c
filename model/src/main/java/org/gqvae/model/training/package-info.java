/**
 * How a GQ-VAE is trained on distinct words: shards of equal weight, batches drawn by count, what a
 * round shows of the codebook, and the revival of codes that serve nothing.
 *
 * <p>Every draw takes its seed from the run's seed and from where it happens ({@link
 * org.gqvae.model.training.Seeds}), so that a round is a function of the parameters before it,
 * whatever computes it.
 */
package org.gqvae.model.training;
