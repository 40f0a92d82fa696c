/**
 * Token columns: a corpus as Parquet files of token ids, a row a document, or packed: rows of one
 * length.
 *
 * <p>{@link org.gqvae.io.tokens.TokenSchema} holds the columns, {@link
 * org.gqvae.io.tokens.TokenColumnsWriter} and {@link org.gqvae.io.tokens.TokenColumnsReader} move
 * rows, {@link org.gqvae.io.tokens.PackedRowsWriter} packs them, {@link
 * org.gqvae.io.tokens.TokensManifest} is the {@code _manifest.json} whose presence says that a
 * directory is whole, and {@link org.gqvae.io.tokens.RejectsWriter} keeps the records that no
 * document could be read from.
 */
package org.gqvae.io.tokens;
