/**
 * Tokenizers and token columns in the formats of other programs.
 *
 * <p>An exported tokenizer gives the same ids as the one that it was made of. What a format cannot
 * say exactly is refused, and what was written is read again and compared.
 *
 * <p>{@link org.gqvae.io.export.ExportLayout} divides the documents of token columns into the files
 * of a {@link org.gqvae.io.export.TrainerFormat}. A {@link org.gqvae.io.export.SequenceWriter}
 * writes one of them. {@link org.gqvae.io.export.ExportManifest} is written last and counts them
 * all.
 */
package org.gqvae.io.export;
