package org.gqvae.model.baseline;

/**
 * How a unigram model is trained.
 *
 * @param seedTokens learned tokens to start from, at most
 * @param steps of expectation and maximisation between two prunings
 * @param keptShare of the tokens that a pruning keeps
 */
public record UnigramSpec(int seedTokens, int steps, double keptShare) {
  public UnigramSpec {
    check(seedTokens >= 1, "seed tokens", seedTokens, ">= 1");
    check(steps >= 1, "steps", steps, ">= 1");
    check(keptShare > 0 && keptShare < 1, "kept share", keptShare, "between 0 and 1");
  }

  private static void check(boolean right, String name, Object value, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + ", expected " + expected);
    }
  }
}
