package org.gqvae.model.language;

import java.io.Serializable;

/**
 * The shape of a language model.
 *
 * @param vocabularySize V, ids in all
 * @param contextTokens T, the most tokens that a prediction is made from
 * @param layers transformer blocks
 * @param width D
 * @param heads attention heads; divides {@code width} into even parts
 */
public record LanguageModelSpec(
    int vocabularySize, int contextTokens, int layers, int width, int heads, Positions positions)
    implements Serializable {

  /** How the model knows where in the context a token stands. */
  public enum Positions {
    /** A trained vector for each place of the context, added to the embedding (GPT-2's). */
    LEARNED,
    /** Queries and keys are turned by angles that grow with the place (Su et al. 2021). */
    ROTARY
  }

  public LanguageModelSpec {
    if (vocabularySize < 2 || contextTokens < 1 || layers < 1 || width < 2 || heads < 1) {
      throw new IllegalArgumentException(
          "expected a vocabulary of at least 2 and sizes of at least 1");
    }
    if (width % (2 * heads) != 0) {
      throw new IllegalArgumentException(
          "width " + width + " is not a multiple of 2 x heads (" + heads + ")");
    }
  }
}
