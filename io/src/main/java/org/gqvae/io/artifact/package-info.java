/**
 * The artifacts of training: checkpoints, metrics, tokenizer directories, counted words and
 * provenance. All of them are data, without code.
 *
 * <p>{@link org.gqvae.io.artifact.TokenizerDirectory} writes a {@link
 * org.gqvae.io.artifact.TokenizerArtifact} to a directory, and reads it back with every part
 * checked. The {@link org.gqvae.io.artifact.TokenizerFingerprint} identifies what a tokenizer does
 * to text. A {@link org.gqvae.io.artifact.CodedNetwork} is the network that a tokenizer may
 * contain. {@link org.gqvae.io.artifact.Checkpoints} keeps the rounds from which a run can
 * continue. {@link org.gqvae.io.artifact.WordCountsFile} streams counted words. {@link
 * org.gqvae.io.artifact.Provenance} records how a run was made.
 */
package org.gqvae.io.artifact;
