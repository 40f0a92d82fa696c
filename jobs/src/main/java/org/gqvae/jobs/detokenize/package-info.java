/**
 * Token columns come in; the documents that they were made from go out, in order and to the byte.
 * {@link org.gqvae.jobs.detokenize.TokenColumns} is a finished directory as its readers open it.
 */
package org.gqvae.jobs.detokenize;
