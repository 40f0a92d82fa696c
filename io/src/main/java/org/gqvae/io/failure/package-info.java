/**
 * The two ways in which a command fails: wrong usage ({@link org.gqvae.io.failure.UsageException}),
 * and a failure at work ({@link org.gqvae.io.failure.JobFailedException}).
 */
package org.gqvae.io.failure;
