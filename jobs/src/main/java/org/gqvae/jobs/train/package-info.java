/**
 * Counted words come in; a trained network goes out, round by round as checkpoints, by parameter
 * averaging through dl4j-spark ({@link org.gqvae.jobs.train.AveragingRounds}). The last act of
 * training is to distill a tokenizer from the network.
 */
package org.gqvae.jobs.train;
