/**
 * Reads a corpus and writes its distinct words with their counts as {@code words.parquet}. The
 * words are spread over files by a hash and sorted within each file. Verbs that learn from words
 * read them through this package.
 */
package org.gqvae.jobs.count;
