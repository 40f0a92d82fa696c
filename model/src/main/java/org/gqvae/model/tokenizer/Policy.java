package org.gqvae.model.tokenizer;

/** How a tokenizer chooses among the segmentations of a word into tokens. */
public enum Policy {
  /** The highest sum of scores over the vocabulary; without scores, the fewest tokens. */
  VITERBI,
  /** The network's gates end tokens and its codes name them; repaired where wrong. */
  NEURAL,
  /** Merges of neighbouring tokens in the order of their ranks. */
  MERGES
}
