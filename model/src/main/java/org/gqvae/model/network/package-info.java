/**
 * The GQ-VAE network, forward and backward written out: encoder, quantizer, gater, soft mask,
 * decoder and losses, and how DL4J trains it. Start reading at {@link
 * org.gqvae.model.network.GqVae}. Its layers are those of {@link org.gqvae.model.layers}.
 *
 * <p>Symbols: P positions of a batch, T bytes of the longest word, D width, V codebook size, K
 * bytes of the longest token, H heads.
 */
package org.gqvae.model.network;
