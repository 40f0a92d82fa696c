/**
 * What others learn vocabularies by, to compare with: byte-pair encoding and unigram models,
 * trained on distinct words with their counts.
 *
 * <p>They give ordinary vocabularies with scores, so that all that is done with a tokenizer is done
 * with theirs in the same way.
 */
package org.gqvae.model.baseline;
