/**
 * A small language model, to measure tokenizers by: start reading at {@link
 * org.gqvae.model.language.LanguageModel}. Its layers are those of {@link org.gqvae.model.layers}.
 *
 * <p>Symbols: P positions of a batch, T tokens of a context, D width, V vocabulary size, L layers.
 */
package org.gqvae.model.language;
