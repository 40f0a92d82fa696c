/**
 * Writes what GQ-VAE on Spark has made in the formats of other programs, and checks what it has
 * written.
 */
package org.gqvae.jobs.export;
