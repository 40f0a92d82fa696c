package org.gqvae.model.network;

import java.io.Serializable;

/**
 * The temperature of gumbel-softmax, which falls by the same factor each step.
 *
 * <pre>{@code
 * new Annealing(1, 0.25, 3).temperature(1) // 0.5
 * }</pre>
 *
 * @param first of the first step that quantizes, over 0
 * @param last of the last step, over 0 and at most {@code first}
 * @param steps that quantize
 */
public record Annealing(double first, double last, int steps) implements Serializable {
  /** A temperature of 1. */
  static final Annealing NONE = new Annealing(1, 1, 1);

  public Annealing {
    if (!(last > 0 && first >= last && Double.isFinite(first) && steps >= 1)) {
      throw new IllegalArgumentException(
          "a temperature falls from a number over 0 to a number over 0 in at least 1 step, but got "
              + first
              + ", "
              + last
              + " and "
              + steps
              + " steps");
    }
  }

  /** The temperature of step {@code step}, counted from 0. */
  double temperature(int step) {
    if (step >= steps - 1) {
      return last;
    }
    return first * StrictMath.pow(last / first, step / (steps - 1.0));
  }
}
