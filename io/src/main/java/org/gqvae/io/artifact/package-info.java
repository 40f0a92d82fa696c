/**
 * What training leaves: checkpoints, metrics, tokenizer directories, counted words and provenance.
 * All of it is data.
 *
 * <p>{@link org.gqvae.io.artifact.TokenizerDirectory} moves a {@link
 * org.gqvae.io.artifact.TokenizerArtifact} to and from a directory and believes nothing that stands
 * there; the {@link org.gqvae.io.artifact.TokenizerFingerprint} names what a tokenizer does to
 * text. A {@link org.gqvae.io.artifact.CodedNetwork} is the network that a tokenizer may carry.
 * {@link org.gqvae.io.artifact.Checkpoints} keeps the rounds of a run that it may go on from.
 * {@link org.gqvae.io.artifact.WordCountsFile} streams counted words, {@link
 * org.gqvae.io.artifact.Provenance} says where a run came from.
 */
package org.gqvae.io.artifact;
