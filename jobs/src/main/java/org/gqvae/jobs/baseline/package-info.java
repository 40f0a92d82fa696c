/**
 * Reads counted words and trains a tokenizer by another method: byte-pair encoding, a unigram
 * model, or the fixed-length VQ-VAE. The result is a tokenizer directory like any other.
 */
package org.gqvae.jobs.baseline;
