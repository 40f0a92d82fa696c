package org.gqvae.io.artifact;

/** What made a tokenizer. */
public enum TokenizerKind {
  GQVAE,
  BPE,
  UNIGRAM,
  /** All substrings of the words, pruned for the fewest tokens. */
  PRUNED,
  VQVAE,
  /** A vocabulary to hold others against: of gates that no training has moved, or of all words. */
  CONTROL
}
