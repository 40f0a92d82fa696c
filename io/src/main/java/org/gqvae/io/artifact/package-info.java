/**
 * What training leaves: tokenizer directories, counted words and provenance. All of it is data.
 *
 * <p>{@link org.gqvae.io.artifact.TokenizerDirectory} moves a {@link
 * org.gqvae.io.artifact.TokenizerArtifact} to and from a directory and believes nothing that stands
 * there; the {@link org.gqvae.io.artifact.TokenizerFingerprint} names what a tokenizer does to
 * text. {@link org.gqvae.io.artifact.WordCountsFile} streams counted words, {@link
 * org.gqvae.io.artifact.Provenance} says where a run came from.
 */
package org.gqvae.io.artifact;
