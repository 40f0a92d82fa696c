/**
 * Reads counted words and trains a network by rounds of parameter averaging ({@link
 * org.gqvae.jobs.train.AveragingRounds}), on Spark 3 through dl4j-spark. Each round writes a
 * checkpoint. At the end the network is distilled into a tokenizer.
 */
package org.gqvae.jobs.train;
