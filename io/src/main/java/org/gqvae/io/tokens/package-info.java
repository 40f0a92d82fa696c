/**
 * Token columns: a corpus as Parquet files of token ids, one file a split, rows in the order of the
 * input.
 *
 * <p>{@link org.gqvae.io.tokens.TokenSchema} holds the columns, {@link
 * org.gqvae.io.tokens.TokenColumnsWriter} and {@link org.gqvae.io.tokens.TokenColumnsReader} move
 * rows, {@link org.gqvae.io.tokens.TokensManifest} is the {@code _manifest.json} whose presence
 * says that a directory is whole, and {@link org.gqvae.io.tokens.RejectsWriter} keeps the records
 * that no document could be read from.
 */
package org.gqvae.io.tokens;
