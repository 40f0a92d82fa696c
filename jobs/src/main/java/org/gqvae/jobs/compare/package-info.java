/**
 * Tokenizers and held-out texts come in; what each makes of the texts goes out, side by side, as
 * JSON, as a page and as a table for the terminal.
 */
package org.gqvae.jobs.compare;
