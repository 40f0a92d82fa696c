/**
 * A corpus comes in; its distinct words with their counts go out, as {@code words.parquet}, sorted
 * and spread over files by a hash of each word. Verbs that learn from words read them here again.
 */
package org.gqvae.jobs.count;
