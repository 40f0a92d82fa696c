/**
 * The vocabulary: which byte strings are tokens, and the ids that stand for them.
 *
 * <p>A token is one literal byte string whatever its context, so that decoding is a look-up; all
 * 256 single bytes are tokens, so that any bytes have an encoding.
 */
package org.gqvae.model.vocabulary;
