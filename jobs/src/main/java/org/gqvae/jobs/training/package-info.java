/**
 * Training by parameter averaging, round by round: {@link org.gqvae.jobs.training.AveragingRounds}
 * through dl4j-spark, and the same in one JVM, which tests hold it against.
 */
package org.gqvae.jobs.training;
