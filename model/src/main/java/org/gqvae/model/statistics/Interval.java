package org.gqvae.model.statistics;

/**
 * A figure with the interval that its true value is taken to lie in. NaN where there is no figure.
 *
 * @param estimate the figure itself
 * @param low the interval's lower end
 * @param high the interval's upper end
 */
public record Interval(double estimate, double low, double high) {
  /** Whether the interval holds {@code value}, its ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
