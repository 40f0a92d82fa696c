/**
 * Reads counted words and makes a tokenizer by another method: byte-pair encoding, a unigram model,
 * all substrings pruned for the fewest tokens, or the fixed-length VQ-VAE. The result is a
 * tokenizer directory like any other.
 */
package org.gqvae.jobs.baseline;
