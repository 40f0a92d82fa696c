package org.gqvae.io.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.report.LmComparison.Entry;
import org.gqvae.io.report.LmComparison.Reached;
import org.gqvae.io.report.LmComparison.Run;
import org.gqvae.io.report.LmComparison.Scale;
import org.gqvae.io.report.LmComparison.Shape;
import org.gqvae.io.report.LmComparison.Standing;
import org.gqvae.io.report.LmComparison.Text;
import org.gqvae.io.report.LmComparison.Verdict;

/**
 * Language models side by side as a self-contained HTML page: the outcome in words, the curves, the
 * tables at equal bytes of training text and at equal operations, and the runs.
 */
public final class LmComparePage {
  /** Digits of a fingerprint that are enough to tell tokenizers apart. */
  private static final int FINGERPRINT_SHOWN = 12;

  private LmComparePage() {}

  /** The page's HTML, to be written as UTF-8. */
  public static String html(LmComparison comparison) {
    return new Page(
            "Language models compared",
            introduction(comparison),
            List.of(
                curves(comparison),
                standings(comparison, LmAxis.BYTES),
                standings(comparison, LmAxis.OPERATIONS),
                runs(comparison)),
            LmCharts.data(comparison))
        .render();
  }

  // The outcome in words ---------------------------------------------------------------------

  private static List<DomContent> introduction(LmComparison comparison) {
    List<DomContent> lines = new ArrayList<>();
    lines.add(
        p(
            "Models of "
                + shape(comparison.model())
                + ", trained on "
                + extent(comparison.tokens())
                + " and measured on "
                + extent(comparison.heldOut())
                + " held out. They differ in their tokenizers."));
    for (LmAxis axis : LmAxis.values()) {
      lines.add(lead(comparison, axis));
    }
    lines.add(
        p("Ranges hold the lowest and the highest run of a contender. A contender is called better"
                + " or worse only where both have several runs whose ranges do not overlap."
                + " None of this says anything about other texts or larger models.")
            .withClass("quiet"));
    return List.of(div().withClass("data-set").with(lines));
  }

  private static String shape(Shape model) {
    return "%d %s, width %s, %d %s, %s positions and %s bytes of context"
        .formatted(
            model.layers(),
            model.layers() == 1 ? "layer" : "layers",
            NumberText.count(model.width()),
            model.heads(),
            model.heads() == 1 ? "head" : "heads",
            model.positions(),
            NumberText.count(model.contextBytes()));
  }

  private static String extent(Text text) {
    return NumberText.bytes(text.bytes())
        + " ("
        + NumberText.rounded(text.documents())
        + (text.documents() == 1 ? " document)" : " documents)");
  }

  private static DomContent lead(LmComparison comparison, LmAxis axis) {
    Entry best = comparison.best(axis);
    List<String> rivals =
        comparison.entries().stream()
            .filter(
                entry -> !entry.equals(best) && overlap(entry.standing(axis), best.standing(axis)))
            .map(Entry::name)
            .toList();
    return p(
        text("After " + amount(comparison.scale(axis).equal(), axis) + ": "),
        span(best.name()).withClass("name"),
        text(
            (comparison.entries().size() > 1 ? " has the fewest bits per byte, " : " has ")
                + value(best, axis)
                + (comparison.entries().size() > 1 ? "" : " bits per byte")
                + (rivals.isEmpty()
                    ? "."
                    : ", but within the spread of seeds of " + String.join(", ", rivals) + ".")));
  }

  private static boolean overlap(Standing one, Standing other) {
    return one.bitsPerByte().min() <= other.bitsPerByte().max()
        && other.bitsPerByte().min() <= one.bitsPerByte().max();
  }

  private static String amount(double amount, LmAxis axis) {
    return switch (axis) {
      case BYTES -> axis.text(amount) + " of training text";
      case OPERATIONS -> axis.text(amount) + " " + axis.unit();
    };
  }

  private static String value(Entry entry, LmAxis axis) {
    Standing standing = entry.standing(axis);
    return NumberText.decimals(standing.bitsPerByte().mean())
        + " ("
        + (entry.runs().size() == 1 ? Verdict.UNKNOWN_SPREAD.words() : range(standing))
        + ")";
  }

  // Curves and standings ---------------------------------------------------------------------

  private static DomContent curves(LmComparison comparison) {
    boolean several = comparison.entries().stream().anyMatch(entry -> entry.runs().size() > 1);
    return section(
        h2("The course of training"),
        LmCharts.sideBySide(
            "Of the held-out documents; fewer is better."
                + (several ? " Thin lines are the lowest and the highest run." : "")
                + " The horizontal axis is logarithmic. The vertical one does not begin at 0 and"
                + " leaves out the beginning."));
  }

  private static DomContent standings(LmComparison comparison, LmAxis axis) {
    String reference = comparison.reference();
    Scale scale = comparison.scale(axis);
    boolean deviations =
        comparison.entries().stream()
            .anyMatch(entry -> entry.standing(axis).bitsPerByte().standardDeviation() != null);
    return section(
        h2(
            switch (axis) {
              case BYTES -> "At equal bytes of training text";
              case OPERATIONS -> "At equal operations";
            }),
        p("After "
                + amount(scale.equal(), axis)
                + ", the most that all runs reached. Between measurements, bits per byte are"
                + " interpolated over the logarithm. The last two columns give the training by"
                + " which the mean of a contender gets down to "
                + NumberText.decimals(scale.referenceEnd().bitsPerByte())
                + ", where "
                + reference
                + " ends after "
                + amount(scale.referenceEnd().at(), axis)
                + ".")
            .withClass("quiet"),
        div(table(
                thead(
                    tr(
                        th("contender"),
                        th("runs"),
                        th("bits per byte"),
                        iff(deviations, th("deviation")),
                        th("lowest to highest"),
                        th("over " + reference),
                        th("lowest to highest"),
                        th("verdict").withClass("left"),
                        th(reference + "'s end after"),
                        th("of " + reference + "'s training"))),
                tbody(each(comparison.entries(), entry -> row(entry, axis, deviations)))))
            .withClass("scroll figures"));
  }

  private static DomContent row(Entry entry, LmAxis axis, boolean deviations) {
    Standing standing = entry.standing(axis);
    Reached reached = standing.reachesReference();
    return tr(
        td(entry.name()).withClass("words"),
        td(NumberText.count(entry.runs().size())),
        td(NumberText.decimals(standing.bitsPerByte().mean())),
        iff(deviations, td(deviation(standing))),
        td(range(standing)),
        td(NumberText.decimals(standing.ratio().ofMeans())),
        td(
            NumberText.decimals(standing.ratio().min())
                + " to "
                + NumberText.decimals(standing.ratio().max())),
        td(verdict(standing.verdict())).withClass("left"),
        td(reached == null ? "never" : axis.text(reached.at())),
        td(NumberText.decimals(reached == null ? Double.NaN : reached.ratio())));
  }

  private static String deviation(Standing standing) {
    Double deviation = standing.bitsPerByte().standardDeviation();
    return NumberText.decimals(deviation == null ? Double.NaN : deviation);
  }

  private static String range(Standing standing) {
    return NumberText.decimals(standing.bitsPerByte().min())
        + " to "
        + NumberText.decimals(standing.bitsPerByte().max());
  }

  private static DomContent verdict(Verdict verdict) {
    return switch (verdict) {
      case REFERENCE -> span(verdict.words()).withClass("quiet");
      case BETTER -> span("✓ " + verdict.words()).withClasses("verdict", "good");
      case WORSE -> span("✗ " + verdict.words()).withClasses("verdict", "bad");
      case WITHIN_SPREAD, UNKNOWN_SPREAD ->
          span("○ " + verdict.words()).withClasses("verdict", "unknown");
    };
  }

  // Runs -------------------------------------------------------------------------------------

  private static DomContent runs(LmComparison comparison) {
    return section(
        h2("Runs"),
        p("Bits per byte are those at the end of each run. "
                + LmComparison.FILE_NAME
                + " holds all figures of this page unrounded.")
            .withClass("quiet"),
        div(table(
                thead(
                    tr(
                        th("run"),
                        th("bits per byte"),
                        th("seed"),
                        th("tokenizer").withClass("words"),
                        th("ids"),
                        th("bytes per token"),
                        th("context in tokens"),
                        th("parameters"),
                        th("rounds"),
                        th("learning rate"))),
                tbody(
                    each(
                        comparison.entries(),
                        entry -> each(entry.runs(), run -> row(entry, run))))))
            .withClass("scroll figures"));
  }

  private static DomContent row(Entry entry, Run run) {
    return tr(
        td(text(run.name()), iff(entry.runs().size() > 1, small(entry.name()))).withClass("words"),
        td(NumberText.decimals(run.bitsPerByte())),
        td(String.valueOf(run.training().seed())),
        td(
                text(run.tokenizer().kind() + ", " + run.tokenizer().policy()),
                small(shortened(run.tokenizer().fingerprint())))
            .withClass("words"),
        td(NumberText.count(run.tokenizer().vocabularySize())),
        td(NumberText.decimals(run.bytesPerToken())),
        td(NumberText.count(run.contextTokens())),
        td(NumberText.rounded(run.parameters())),
        td(NumberText.count(run.training().rounds())),
        td(String.valueOf(run.training().learningRate())));
  }

  private static String shortened(String fingerprint) {
    return fingerprint.substring(0, Math.min(FINGERPRINT_SHOWN, fingerprint.length()));
  }
}
