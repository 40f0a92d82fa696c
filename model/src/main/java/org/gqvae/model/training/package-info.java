/**
 * Training a GQ-VAE on distinct words: shards of equal weight, batches drawn by count, what a round
 * observes of the codebook, and the revival of useless codes.
 *
 * <p>The seed of every draw follows from the run's seed and from where the draw happens ({@link
 * org.gqvae.model.training.Seeds}). So a round is a function of the parameters before it, whatever
 * machine computes it.
 */
package org.gqvae.model.training;
