/**
 * Records of a corpus that no document can be read from: why they were rejected, and the end of a
 * command that has too many of them.
 */
package org.gqvae.jobs.rejects;
