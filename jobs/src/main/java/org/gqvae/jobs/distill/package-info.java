/**
 * Reads a trained network and counted words, and writes a tokenizer directory: a vocabulary with
 * counts and a table of the most frequent words. {@link org.gqvae.jobs.distill.TokenizerAssembly}
 * writes that directory for every kind of tokenizer.
 */
package org.gqvae.jobs.distill;
