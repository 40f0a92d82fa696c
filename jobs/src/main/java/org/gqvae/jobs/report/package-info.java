/**
 * Reads token columns and writes statistics of tokens, documents and the use of the vocabulary, as
 * JSON and as a page.
 */
package org.gqvae.jobs.report;
