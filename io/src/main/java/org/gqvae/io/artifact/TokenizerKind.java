package org.gqvae.io.artifact;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What made a tokenizer. */
public enum TokenizerKind {
  GQVAE,
  BPE,
  UNIGRAM,
  VQVAE,
  /** A vocabulary to hold others against: of gates that no training has moved, or of all words. */
  CONTROL;

  /** As manifests spell it: lower case. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of this spelling.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TokenizerKind of(String spelling) {
    return Arrays.stream(values())
        .filter(kind -> kind.spelling().equals(spelling))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid kind: "
                        + spelling
                        + ", expected one of "
                        + Arrays.stream(values())
                            .map(TokenizerKind::spelling)
                            .collect(Collectors.joining(", "))));
  }
}
