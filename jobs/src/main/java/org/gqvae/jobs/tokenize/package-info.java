/**
 * Reads a corpus and a tokenizer, and writes Parquet token columns with a manifest: one file for
 * each split, or a given number of files with shuffled documents. Each executor loads a tokenizer
 * once ({@link org.gqvae.jobs.tokenize.Tokenizers}).
 */
package org.gqvae.jobs.tokenize;
