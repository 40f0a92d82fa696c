/**
 * Token columns come in; statistics of tokens, documents and vocabulary use go out, as JSON and as
 * a page.
 */
package org.gqvae.jobs.report;
