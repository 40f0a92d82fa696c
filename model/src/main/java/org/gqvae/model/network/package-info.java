/**
 * The GQ-VAE network, forward and backward written out: encoder, quantizer, gater, soft mask,
 * decoder and losses, and the DL4J layer that trains them. Start reading at {@link
 * org.gqvae.model.network.GqVae}.
 *
 * <p>Layers keep their activations in buffers of their own, on the heap, one row a position;
 * parameters lie in one flat vector and are multiplied with by a {@link
 * org.gqvae.model.network.Kernel}. Symbols: P positions of a batch, T bytes of the longest word, D
 * width, V codebook size, K bytes of the longest token, H heads.
 */
package org.gqvae.model.network;
