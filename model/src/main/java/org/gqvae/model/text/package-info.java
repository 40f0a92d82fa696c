/**
 * Text as bytes: UTF-8 units, the pre-tokenizer that cuts a text into words of at most sixteen
 * bytes, and the counting of distinct words.
 *
 * <p>A {@link org.gqvae.model.text.Word} is the method's unit: its encoding depends on the word
 * alone. Nothing here decodes text to strings. The words of a text, joined, are the text, for any
 * bytes.
 */
package org.gqvae.model.text;
