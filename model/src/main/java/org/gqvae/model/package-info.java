/**
 * The method: a pre-tokenizer, the gated quantized variational autoencoder over single words, its
 * training, and its distillation into a vocabulary that encodes and decodes without the network.
 *
 * <p>Uses bytes, ND4J and DL4J; no Spark, no Hadoop, no files.
 *
 * <pre>
 * text bytes --text.PreTokenizer--> words --text.WordCounts--> distinct words with counts
 *   --training--> network.GqVae (parameters) --vocabulary.Distiller--> vocabulary.Vocabulary
 *   --tokenizer.WordTable--> token ids --statistics--> reports
 * </pre>
 */
package org.gqvae.model;
