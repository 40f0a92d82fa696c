/**
 * Encodes held-out texts with several tokenizers and writes the figures side by side, as JSON, as a
 * page and as a table for the terminal.
 */
package org.gqvae.jobs.compare;
