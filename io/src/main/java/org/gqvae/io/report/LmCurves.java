package org.gqvae.io.report;

import java.util.List;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.report.LmComparison.CurvePoint;
import org.gqvae.io.report.LmCurve.Knot;
import org.gqvae.model.statistics.Spread;

/** The curves of the runs of one contender, as far as all of them go. */
record LmCurves(List<LmCurve> runs) {
  LmCurves {
    runs = List.copyOf(runs);
  }

  /** The curves of runs with these points. */
  static LmCurves of(List<List<Point>> runs, LmAxis axis) {
    return new LmCurves(runs.stream().map(points -> LmCurve.of(points, axis)).toList());
  }

  /** Where the last of the runs begins. */
  double from() {
    return runs.stream().mapToDouble(LmCurve::from).max().orElseThrow();
  }

  /** Where the first of the runs ends. */
  double to() {
    return runs.stream().mapToDouble(LmCurve::to).min().orElseThrow();
  }

  /** The bits per byte of the runs after an amount of training. */
  Spread at(double amount) {
    return Spread.of(runs.stream().mapToDouble(run -> run.at(amount)).toArray());
  }

  /** The spread wherever a run was measured. */
  List<CurvePoint> course() {
    return runs.stream()
        .flatMap(run -> run.knots().stream())
        .map(Knot::amount)
        .filter(amount -> amount >= from() && amount <= to())
        .sorted()
        .distinct()
        .map(amount -> CurvePoint.of(amount, at(amount)))
        .toList();
  }

  /** The mean of the runs. */
  LmCurve mean() {
    return new LmCurve(course().stream().map(point -> new Knot(point.at(), point.mean())).toList());
  }
}
