package org.gqvae.io.report;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.report.LmComparison.End;
import org.gqvae.io.report.LmComparison.Entry;
import org.gqvae.io.report.LmComparison.Ratio;
import org.gqvae.io.report.LmComparison.Reached;
import org.gqvae.io.report.LmComparison.Run;
import org.gqvae.io.report.LmComparison.Scale;
import org.gqvae.io.report.LmComparison.Shape;
import org.gqvae.io.report.LmComparison.Standing;
import org.gqvae.io.report.LmComparison.Text;
import org.gqvae.io.report.LmComparison.Values;
import org.gqvae.io.report.LmComparison.Verdict;
import org.gqvae.model.statistics.Spread;

/** Contenders on one axis, each beside the reference. */
final class LmStandings {
  private final List<LmCurves> contenders;
  private final int reference;
  private final double equal;
  private final End referenceEnd;

  private LmStandings(List<LmContender> contenders, int reference, LmAxis axis) {
    this.contenders = contenders.stream().map(contender -> contender.curves(axis)).toList();
    this.reference = reference;
    this.equal = this.contenders.stream().mapToDouble(LmCurves::to).min().orElseThrow();
    LmCurves curves = this.contenders.get(reference);
    this.referenceEnd = new End(curves.to(), curves.at(curves.to()).mean());
  }

  static LmComparison compare(List<LmContender> contenders, int reference) {
    Objects.checkIndex(reference, contenders.size());
    LmStandings bytes = new LmStandings(contenders, reference, LmAxis.BYTES);
    LmStandings operations = new LmStandings(contenders, reference, LmAxis.OPERATIONS);
    LanguageModelRun first = contenders.get(0).runs().get(0).result();
    return new LmComparison(
        LmComparison.FORMAT_VERSION,
        contenders.get(reference).name(),
        Text.of(first.tokens()),
        Text.of(first.heldOut()),
        Shape.of(first.model()),
        bytes.scale(),
        operations.scale(),
        IntStream.range(0, contenders.size())
            .mapToObj(
                i ->
                    new Entry(
                        contenders.get(i).name(),
                        contenders.get(i).runs().stream().map(Run::of).toList(),
                        bytes.standing(i),
                        operations.standing(i)))
            .toList());
  }

  private Scale scale() {
    return new Scale(equal, referenceEnd);
  }

  private Standing standing(int contender) {
    LmCurves curves = contenders.get(contender);
    Spread own = curves.at(equal);
    Spread others = contenders.get(reference).at(equal);
    boolean isReference = contender == reference;
    return new Standing(
        Values.of(own),
        isReference
            ? new Ratio(1, 1, 1)
            : new Ratio(
                own.mean() / others.mean(), own.min() / others.max(), own.max() / others.min()),
        isReference ? Verdict.REFERENCE : verdict(own, others),
        isReference ? new Reached(referenceEnd.at(), 1) : reached(curves.mean()),
        curves.course());
  }

  private static Verdict verdict(Spread own, Spread others) {
    boolean hasSpread = own.count() > 1 || others.count() > 1;
    if (hasSpread && own.min() <= others.max() && others.min() <= own.max()) {
      return Verdict.WITHIN_SPREAD;
    }
    if (own.count() == 1 || others.count() == 1) {
      return Verdict.UNKNOWN_SPREAD;
    }
    return own.mean() < others.mean() ? Verdict.BETTER : Verdict.WORSE;
  }

  private Reached reached(LmCurve mean) {
    OptionalDouble at = mean.reaches(referenceEnd.bitsPerByte());
    return at.isPresent()
        ? new Reached(at.getAsDouble(), at.getAsDouble() / referenceEnd.at())
        : null;
  }
}
