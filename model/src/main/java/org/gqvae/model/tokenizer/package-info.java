/**
 * Text to token ids: policies encode a word, and a table remembers what they said, so that a
 * running text costs one look-up a word.
 *
 * <p>All encodings are lossless, and a word has the same ids wherever it stands and with whatever
 * other words it is encoded.
 */
package org.gqvae.model.tokenizer;
