/**
 * Token columns: a corpus as Parquet files of token ids, with one row for each document, or packed
 * into rows of one length.
 *
 * <p>{@link org.gqvae.io.tokens.TokenSchema} defines the columns. {@link
 * org.gqvae.io.tokens.TokenColumnsWriter} and {@link org.gqvae.io.tokens.TokenColumnsReader} write
 * and read rows, {@link org.gqvae.io.tokens.PackedRowsWriter} packs them and {@link
 * org.gqvae.io.tokens.PackedRowsReader} reads what it packed. {@link
 * org.gqvae.io.tokens.TokensManifest} is {@code _manifest.json}; a directory is complete when it
 * has one. {@link org.gqvae.io.tokens.RejectsWriter} keeps the records that could not be read, and
 * {@link org.gqvae.io.tokens.DataSetCard} tells other programs which files hold the rows.
 */
package org.gqvae.io.tokens;
