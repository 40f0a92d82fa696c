/**
 * Other methods that learn a vocabulary, to compare with: byte-pair encoding and unigram models,
 * trained on distinct words with their counts.
 *
 * <p>They return ordinary vocabularies with scores, so everything that works with a tokenizer works
 * with theirs.
 */
package org.gqvae.model.baseline;
