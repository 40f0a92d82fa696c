package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.report.LmComparison.CurvePoint;
import org.gqvae.io.report.LmCurve.Knot;
import org.junit.jupiter.api.Test;

class LmCurveTest {
  private static final LmCurve CURVE =
      new LmCurve(List.of(new Knot(10, 4), new Knot(1000, 2), new Knot(4000, 1)));

  @Test
  void isStraightOverTheLogarithm() {
    assertThat(CURVE.at(10)).isEqualTo(4);
    assertThat(CURVE.at(100)).isCloseTo(3, within(1e-12));
    assertThat(CURVE.at(2000)).isCloseTo(1.5, within(1e-12));
    assertThat(CURVE.at(4000)).isEqualTo(1);
  }

  @Test
  void endsWhereTheRunEnds() {
    assertThatThrownBy(() -> CURVE.at(9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CURVE.at(4001)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheFirstAmountThatReachesSomeBits() {
    assertThat(CURVE.reaches(3).orElseThrow()).isCloseTo(100, within(1e-9));
    assertThat(CURVE.reaches(1.5).orElseThrow()).isCloseTo(2000, within(1e-9));
    assertThat(CURVE.reaches(1)).hasValue(4000);
    assertThat(CURVE.reaches(0.99)).isEmpty();
    assertThat(CURVE.reaches(5)).hasValue(10);
  }

  @Test
  void leavesOutWhatWasMeasuredBeforeAnyTraining() {
    List<Point> points = List.of(new Point(0, 0, 0, 8), new Point(1, 5, 7, 3));
    assertThat(LmCurve.of(points, LmAxis.BYTES).knots()).containsExactly(new Knot(5, 3));
    assertThat(LmCurve.of(points, LmAxis.OPERATIONS).knots()).containsExactly(new Knot(7, 3));
    assertThatThrownBy(() -> LmCurve.of(points.subList(0, 1), LmAxis.BYTES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void goesAsFarAsAllRunsOfAContender() {
    LmCurves runs =
        new LmCurves(
            List.of(
                new LmCurve(List.of(new Knot(1, 4), new Knot(4, 2))),
                new LmCurve(List.of(new Knot(2, 4), new Knot(8, 2)))));
    assertThat(runs.course())
        .containsExactly(new CurvePoint(2, 3.5, 3, 4), new CurvePoint(4, 2.5, 2, 3));
    assertThat(runs.mean().knots()).containsExactly(new Knot(2, 3.5), new Knot(4, 2.5));
  }
}
