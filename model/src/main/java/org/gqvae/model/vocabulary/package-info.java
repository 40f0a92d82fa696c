/**
 * The vocabulary: which byte strings are tokens, and their ids.
 *
 * <p>A token is one literal byte string in every context, so decoding is a look-up. All 256 single
 * bytes are tokens, so any bytes can be encoded.
 */
package org.gqvae.model.vocabulary;
