package org.gqvae.model.tokenizer;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a tokenizer chooses among the segmentations of a word into tokens. */
public enum Policy {
  /** The highest sum of scores over the vocabulary; without scores, the fewest tokens. */
  VITERBI,
  /** The network's gates end tokens and its codes name them; repaired where wrong. */
  NEURAL,
  /** Merges of neighbouring tokens in the order of their ranks. */
  MERGES;

  /** The policy's name in manifests and options: lower case. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The policy of this spelling.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Policy of(String spelling) {
    for (Policy policy : values()) {
      if (policy.spelling().equals(spelling)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "Invalid policy: "
            + spelling
            + ", expected one of "
            + Arrays.stream(values()).map(Policy::spelling).collect(Collectors.joining(", ")));
  }
}
