/**
 * Text as bytes: UTF-8 units, the pre-tokenizer that cuts a text into words of at most sixteen
 * bytes, and the counting of distinct words.
 *
 * <p>A {@link org.gqvae.model.text.Word} is the method's unit: its encoding depends on itself
 * alone. Nothing here decodes text to strings, and the words of a text, joined, are the text,
 * whatever its bytes.
 */
package org.gqvae.model.text;
