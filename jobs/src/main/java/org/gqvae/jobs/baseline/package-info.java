/**
 * Counted words come in; a tokenizer of another method goes out: byte-pair encoding, unigram, or
 * the fixed-length VQ-VAE. Each is a tokenizer directory like any other.
 */
package org.gqvae.jobs.baseline;
