package org.gqvae.model.statistics;

import java.util.Arrays;

/**
 * How far the values of several runs lie apart.
 *
 * @param count the number of values
 * @param mean their arithmetic mean
 * @param standardDeviation the sample's, of divisor {@code count - 1}; NaN for one value
 * @param min the smallest
 * @param max the largest
 */
public record Spread(int count, double mean, double standardDeviation, double min, double max) {

  /**
   * The spread of these values.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("A spread needs at least one value");
    }
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Spread(
        values.length,
        mean,
        values.length == 1 ? Double.NaN : StrictMath.sqrt(squares / (values.length - 1)),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow());
  }
}
