/**
 * Reads token columns and writes the original documents, in order and to the byte. {@link
 * org.gqvae.jobs.detokenize.TokenColumns} opens a finished directory for all verbs that read one.
 */
package org.gqvae.jobs.detokenize;
