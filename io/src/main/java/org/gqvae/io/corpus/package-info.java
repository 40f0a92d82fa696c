/**
 * Corpora: reading documents from files, and writing them.
 *
 * <p>{@link org.gqvae.io.corpus.CorpusSpec} says what to read and how. {@link
 * org.gqvae.io.corpus.CorpusReader#plan} cuts it into {@link org.gqvae.io.corpus.Split splits},
 * which depend only on the input and the split size. {@link org.gqvae.io.corpus.CorpusReader#open}
 * streams the records of one split; each is a {@link org.gqvae.io.corpus.Document} or {@link
 * org.gqvae.io.corpus.Rejected}. {@link org.gqvae.io.corpus.CorpusWriter} writes a corpus.
 *
 * <p>Text stays bytes throughout: nothing is decoded, normalised or stripped, unless {@link
 * org.gqvae.io.corpus.TextContent#LINES} asks for it.
 */
package org.gqvae.io.corpus;
