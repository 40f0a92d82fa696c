package org.gqvae.jobs.tokenize;

/**
 * How documents are shuffled.
 *
 * @param seed any text; the same one gives the same order
 * @param files that the documents are spread over
 */
public record ShuffleSettings(String seed, int files) {}
