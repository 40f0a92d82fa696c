/**
 * Other methods that learn a vocabulary: byte-pair encoding, unigram models, and all substrings
 * pruned for the fewest tokens. They learn from distinct words with their counts.
 *
 * <p>They return ordinary vocabularies, with scores where the fewest tokens are not what counts, so
 * everything that works with a tokenizer works with theirs.
 */
package org.gqvae.model.baseline;
