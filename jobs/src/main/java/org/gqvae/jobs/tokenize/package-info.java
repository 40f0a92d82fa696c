/**
 * A corpus and a tokenizer come in; Parquet token columns with a manifest go out, a file for each
 * split or shuffled over a number of files. Executors load a tokenizer once a JVM ({@link
 * org.gqvae.jobs.tokenize.Tokenizers}).
 */
package org.gqvae.jobs.tokenize;
