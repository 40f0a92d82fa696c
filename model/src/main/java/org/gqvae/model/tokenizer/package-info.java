/**
 * Text to token ids. A policy encodes a word, and a table remembers the result, so running text
 * costs one look-up a word.
 *
 * <p>All encodings are lossless. A word has the same ids wherever it stands and with whatever other
 * words it is encoded.
 */
package org.gqvae.model.tokenizer;
