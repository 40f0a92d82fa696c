/**
 * Tokenizers in the formats of other programs.
 *
 * <p>An export gives the same ids as the tokenizer. What a format cannot say exactly is refused,
 * and what was written is read again and compared.
 */
package org.gqvae.io.export;
