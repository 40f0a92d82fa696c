package org.gqvae.io.report;

import java.util.List;
import java.util.OptionalDouble;
import org.gqvae.io.artifact.LanguageModelRun.Point;

/**
 * Bits per byte of a language model by how much it was trained. From one measurement to the next,
 * the curve is a straight line over the logarithm of the amount.
 *
 * @param knots the measurements, by rising amounts
 */
record LmCurve(List<Knot> knots) {
  /** A measurement after an amount of training above 0. */
  record Knot(double amount, double bitsPerByte) {}

  LmCurve {
    knots = List.copyOf(knots);
    if (knots.isEmpty()) {
      throw new IllegalArgumentException("there is no measurement after any training");
    }
  }

  /** The curve of a run. A measurement before any training has no logarithm and is left out. */
  static LmCurve of(List<Point> points, LmAxis axis) {
    return new LmCurve(
        points.stream()
            .map(point -> new Knot(axis.amount(point), point.bitsPerByte()))
            .filter(knot -> knot.amount() > 0)
            .toList());
  }

  double from() {
    return knots.get(0).amount();
  }

  double to() {
    return knots.get(knots.size() - 1).amount();
  }

  /**
   * The bits per byte after an amount of training.
   *
   * @throws IllegalArgumentException when the curve begins behind it or ends before it
   */
  double at(double amount) {
    if (amount < from() || amount > to()) {
      throw new IllegalArgumentException(
          "the curve goes from %s to %s, not to %s".formatted(from(), to(), amount));
    }
    int next = 0;
    while (knots.get(next).amount() < amount) {
      next++;
    }
    Knot end = knots.get(next);
    if (end.amount() == amount) {
      return end.bitsPerByte();
    }
    Knot begin = knots.get(next - 1);
    double share =
        StrictMath.log(amount / begin.amount()) / StrictMath.log(end.amount() / begin.amount());
    return begin.bitsPerByte() + share * (end.bitsPerByte() - begin.bitsPerByte());
  }

  /** The smallest amount by which the bits per byte are this few; empty where they never are. */
  OptionalDouble reaches(double bitsPerByte) {
    Knot begin = knots.get(0);
    if (begin.bitsPerByte() <= bitsPerByte) {
      return OptionalDouble.of(begin.amount());
    }
    for (Knot end : knots.subList(1, knots.size())) {
      if (end.bitsPerByte() <= bitsPerByte) {
        double share =
            (begin.bitsPerByte() - bitsPerByte) / (begin.bitsPerByte() - end.bitsPerByte());
        return OptionalDouble.of(
            begin.amount() * StrictMath.pow(end.amount() / begin.amount(), share));
      }
      begin = end;
    }
    return OptionalDouble.empty();
  }
}
