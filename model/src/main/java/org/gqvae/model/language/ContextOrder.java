package org.gqvae.model.language;

import java.util.SplittableRandom;
import org.gqvae.model.training.Seeds;

/**
 * The contexts of a text in random order, pass after pass. Each pass cuts the text anew, from a
 * random place in its first context on, and gives every context once. Drawn with replacement
 * instead, a fifth of the text would not be seen in one and a half passes.
 *
 * <p>Not thread-safe.
 */
final class ContextOrder {
  private final int contextTokens;
  private final int spareTokens; // of the text, in no context
  private final long seed;
  private final int[] starts; // of the contexts of a pass, shuffled
  private long pass = -1;

  /**
   * @param tokens of the text, at least those of a context
   */
  ContextOrder(int tokens, int contextTokens, long seed) {
    // One context less than there is room for, so that the first may begin anywhere.
    int contexts = Math.max(1, tokens / contextTokens - 1);
    this.contextTokens = contextTokens;
    this.spareTokens = tokens - contexts * contextTokens;
    this.seed = seed;
    this.starts = new int[contexts];
  }

  /** The contexts of a pass. */
  int contexts() {
    return starts.length;
  }

  /** Where context {@code index} begins, counted from 0 over all passes. */
  int start(long index) {
    if (index / starts.length != pass) {
      pass = index / starts.length;
      cut();
    }
    return starts[(int) (index % starts.length)];
  }

  /** Cuts the text for the pass, and shuffles its contexts (Fisher and Yates). */
  private void cut() {
    SplittableRandom random = new SplittableRandom(Seeds.at(seed, pass));
    int first = random.nextInt(Math.min(contextTokens, spareTokens + 1));
    for (int i = 0; i < starts.length; i++) {
      int other = random.nextInt(i + 1);
      starts[i] = starts[other];
      starts[other] = first + i * contextTokens;
    }
  }
}
