/**
 * Corpora: what lies at a path becomes documents, and documents become files.
 *
 * <p>{@link org.gqvae.io.corpus.CorpusSpec} says what to read and how. {@link
 * org.gqvae.io.corpus.CorpusReader#plan} cuts it into {@link org.gqvae.io.corpus.Split splits} that
 * depend on the input and the split size alone, and {@link org.gqvae.io.corpus.CorpusReader#open}
 * streams the records of one split: each is a {@link org.gqvae.io.corpus.Document} or {@link
 * org.gqvae.io.corpus.Rejected}. {@link org.gqvae.io.story.StoryGenerator} makes a corpus out of
 * nothing, {@link org.gqvae.io.corpus.CorpusWriter} writes one.
 *
 * <p>Text stays bytes throughout: nothing is decoded, normalised or stripped.
 */
package org.gqvae.io.corpus;
