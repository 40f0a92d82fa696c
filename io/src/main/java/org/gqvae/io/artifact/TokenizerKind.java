package org.gqvae.io.artifact;

/** What made a tokenizer. */
public enum TokenizerKind {
  GQVAE,
  BPE,
  UNIGRAM,
  VQVAE,
  /** A vocabulary to hold others against: of gates that no training has moved, or of all words. */
  CONTROL
}
