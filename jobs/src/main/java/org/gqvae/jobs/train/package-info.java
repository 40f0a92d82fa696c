/**
 * Reads counted words and trains a network by rounds of parameter averaging through dl4j-spark
 * ({@link org.gqvae.jobs.train.AveragingRounds}). Each round writes a checkpoint. At the end the
 * network is distilled into a tokenizer.
 */
package org.gqvae.jobs.train;
