/**
 * What networks are made of: layers with forward and backward passes written out, the kernels that
 * multiply matrices for them, and {@link org.gqvae.model.layers.NetworkGraph}, a network as DL4J
 * trains it.
 *
 * <p>Layers keep their activations in buffers of their own, on the heap, one row a position;
 * parameters lie in one flat vector and are multiplied with by a {@link
 * org.gqvae.model.layers.Kernel}. Symbols: P positions of a batch, D width, H heads.
 */
package org.gqvae.model.layers;
