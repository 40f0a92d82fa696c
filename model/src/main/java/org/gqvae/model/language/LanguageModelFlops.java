package org.gqvae.model.language;

/**
 * Floating-point operations of training on a token, by formula: 6 for each parameter that
 * multiplies, the logits' among them, and 12 L D T for attention over contexts of T tokens
 * (Chowdhery et al. 2022, appendix B).
 */
public final class LanguageModelFlops {
  private LanguageModelFlops() {}

  /** Of one token, forward and backward. */
  public static double perToken(LanguageModelSpec spec) {
    double d = spec.width();
    double multiplying = 12 * spec.layers() * d * d + spec.vocabularySize() * d;
    return 6 * multiplying + 12 * spec.layers() * d * spec.contextTokens();
  }
}
