package org.gqvae.io.report;

import static j2html.TagCreator.div;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import j2html.tags.DomContent;
import java.util.List;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.report.LmComparison.CurvePoint;

/** The charts of language models: bits per byte over bytes, and over operations. */
final class LmCharts {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LmCharts() {}

  /** Both charts side by side. */
  static DomContent sideBySide(String meaning) {
    return div()
        .withClass("charts")
        .with(
            Page.chart("Bits per byte by training text", meaning, "lm-curve", List.of("bytes")),
            Page.chart("Bits per byte by operations", meaning, "lm-curve", List.of("operations")));
  }

  /** What the charts of a comparison are drawn from. */
  static JsonNode data(LmComparison comparison) {
    return MAPPER.valueToTree(comparison);
  }

  /** What the charts of one run are drawn from. */
  static JsonNode data(String run, List<Point> points) {
    return MAPPER.valueToTree(
        new Drawn(
            List.of(new Line(run, curve(points, LmAxis.BYTES), curve(points, LmAxis.OPERATIONS)))));
  }

  private static Curve curve(List<Point> points, LmAxis axis) {
    return new Curve(
        points.stream()
            .filter(point -> axis.amount(point) > 0)
            .map(
                point -> {
                  double bits = point.bitsPerByte();
                  return new CurvePoint(axis.amount(point), bits, bits, bits);
                })
            .toList());
  }

  private record Drawn(@JsonProperty("contenders") List<Line> contenders) {}

  private record Line(
      @JsonProperty("name") String name,
      @JsonProperty("bytes") Curve bytes,
      @JsonProperty("operations") Curve operations) {}

  private record Curve(@JsonProperty("curve") List<CurvePoint> curve) {}
}
