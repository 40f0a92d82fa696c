package org.gqvae.io.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
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
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.gqvae.io.report.Comparison.Entry;
import org.gqvae.io.report.Comparison.Group;
import org.gqvae.io.report.Comparison.HeldOutText;
import org.gqvae.io.report.Comparison.Sample;
import org.gqvae.model.statistics.Interval;
import org.gqvae.model.statistics.Spread;

/**
 * A comparison as a self-contained HTML page: the outcome in words, compression with its intervals,
 * speed, all figures, common tokens, and texts as each tokenizer cuts them.
 */
public final class ComparePage {
  private static final double PERCENT = 100;

  private ComparePage() {}

  /** The page's HTML, to be written as UTF-8. */
  public static String html(Comparison comparison) {
    List<DomContent> sections = new ArrayList<>();
    sections.add(compression(comparison));
    if (!comparison.groups().isEmpty()) {
      sections.add(groups(comparison));
    }
    sections.add(figures(comparison));
    if (comparison.overlap().tokenizers().size() > 1) {
      sections.add(overlap(comparison.overlap()));
    }
    if (!comparison.samples().isEmpty()) {
      sections.add(samples(comparison));
    }
    return new Page(
            "Tokenizers compared", introduction(comparison), sections, CompareJson.tree(comparison))
        .render();
  }

  // The outcome in words ---------------------------------------------------------------------

  private static List<DomContent> introduction(Comparison comparison) {
    List<DomContent> lines = new ArrayList<>();
    HeldOutText text = comparison.text();
    lines.add(
        p(
            text(
                NumberText.rounded(text.documents())
                    + (text.documents() == 1 ? " document of " : " documents of ")
                    + NumberText.bytes(text.bytes())
                    + ", "
                    + NumberText.rounded(text.words())
                    + " words: "),
            span(text.input()).withClass("name")));
    if (text.words() > 0) {
      lines.add(lead(comparison));
      comparison.entries().stream()
          .filter(entry -> entry != comparison.referenceEntry())
          .forEach(entry -> lines.add(verdict(entry, comparison)));
      lines.add(
          p("Intervals hold "
                  + NumberText.chosenShare(comparison.draws().confidence())
                  + " of "
                  + NumberText.count(comparison.draws().resamples())
                  + " draws of as many documents with replacement, the same ones for all tokenizers."
                  + " They tell nothing of other training texts or seeds.")
              .withClass("quiet"));
    }
    return List.of(div().withClass("data-set").with(lines));
  }

  private static DomContent lead(Comparison comparison) {
    Entry best = comparison.best();
    return p(
        span(best.name()).withClass("name"),
        text(
            (comparison.entries().size() > 1 ? " compresses best: a" : ": a")
                + " token stands for "
                + NumberText.decimals(best.bytesPerToken().estimate())
                + " bytes of text ("
                + ends(best.bytesPerToken(), NumberText::decimals)
                + "). One token for every word would be "
                + NumberText.decimals(comparison.text().bytesPerWord())
                + "."));
  }

  private static DomContent verdict(Entry entry, Comparison comparison) {
    String reference = comparison.referenceEntry().name();
    Interval ratio = entry.ratio();
    if (ratio.low() == 1 && ratio.high() == 1) {
      return verdict(
          "unknown", "○ " + entry.name(), "as many tokens as " + reference + " in every document.");
    }
    String between = " (" + ends(ratio, ComparePage::change) + ").";
    if (ratio.contains(1)) {
      return verdict(
          "unknown",
          "○ " + entry.name(),
          "no difference from " + reference + " that these documents could tell" + between);
    }
    boolean better = ratio.estimate() > 1;
    return verdict(
        better ? "good" : "bad",
        (better ? "✓ " : "✗ ") + entry.name(),
        String.format(
            Locale.ROOT,
            "%.1f\u00a0%% %s bytes a token than %s%s",
            PERCENT * Math.abs(ratio.estimate() - 1),
            better ? "more" : "fewer",
            reference,
            between));
  }

  private static DomContent verdict(String kind, String subject, String statement) {
    return p(span(subject).withClasses("name", "verdict", kind), text(": " + statement));
  }

  // Compression and speed --------------------------------------------------------------------

  private static DomContent compression(Comparison comparison) {
    String reference = comparison.referenceEntry().name();
    return section(
        h2("Compression"),
        div()
            .withClass("charts")
            .with(
                Page.chart(
                    "Bytes per token",
                    "More is better. Lines are the intervals; the axis does not begin at 0. The dashed"
                        + " line is "
                        + reference
                        + ".",
                    "compare-compression"),
                Page.chart(
                    "Compression and speed",
                    "Up and right is best: more text in a token, encoded faster. Lines are the intervals,"
                        + " and the slowest to the fastest measurement of one thread that looks words up"
                        + " in a warm table; between lines that overlap, speed tells little.",
                    "compare-speed")),
        div(table(
                thead(
                    tr(
                        th("tokenizer"),
                        th("bytes per token"),
                        th("interval"),
                        th("less " + reference),
                        th("interval"),
                        th("over " + reference),
                        th("interval"))),
                tbody(
                    each(
                        comparison.entries(),
                        entry ->
                            tr(
                                td(entry.name()).withClass("words"),
                                td(NumberText.decimals(entry.bytesPerToken().estimate())),
                                td(ends(entry.bytesPerToken(), NumberText::decimals)),
                                td(signed(entry.difference().estimate())),
                                td(ends(entry.difference(), ComparePage::signed)),
                                td(NumberText.decimals(entry.ratio().estimate())),
                                td(ends(entry.ratio(), NumberText::decimals)))))))
            .withClass("scroll figures"));
  }

  private static DomContent groups(Comparison comparison) {
    String reference = comparison.referenceEntry().name();
    return section(
        h2("Groups of runs"),
        p("Mean, standard deviation, least and most over the tokenizers of a group: how far runs"
                + " lie apart that differ in their seed, say.")
            .withClass("quiet"),
        div(table(
                thead(
                    tr(
                        th("group"),
                        th("tokenizers"),
                        th("bytes per token"),
                        th("deviation"),
                        th("least to most"),
                        th("over " + reference),
                        th("deviation"),
                        th("least to most"))),
                tbody(each(comparison.groups(), ComparePage::groupRow))))
            .withClass("scroll figures"));
  }

  private static DomContent groupRow(Group group) {
    return tr(
        td(text(group.name()), small(String.join(", ", group.entries()))).withClass("words"),
        td(NumberText.count(group.entries().size())),
        each(
            List.of(group.bytesPerToken(), group.ratio()),
            spread ->
                each(
                    td(NumberText.decimals(spread.mean())),
                    td(NumberText.decimals(spread.standardDeviation())),
                    td(range(spread)))));
  }

  private static String range(Spread spread) {
    return NumberText.decimals(spread.min()) + " to " + NumberText.decimals(spread.max());
  }

  // All figures ------------------------------------------------------------------------------

  private static DomContent figures(Comparison comparison) {
    return section(
        h2("All figures"),
        p("The same numbers stand unrounded in compare.json.").withClass("quiet"),
        div(table(
                thead(tr(th("figure"), each(comparison.entries(), entry -> th(entry.name())))),
                tbody(each(CompareFigures.rows(comparison), row -> row.of(comparison.entries())))))
            .withClass("scroll figures"));
  }

  // Vocabularies and samples -----------------------------------------------------------------

  private static DomContent overlap(VocabularyOverlap overlap) {
    List<String> names = overlap.tokenizers();
    return section(
        h2("Common tokens"),
        p("Learned tokens that both have, of those that either has (Jaccard).").withClass("quiet"),
        div(table(
                thead(tr(th("tokenizer"), each(names, name -> th(name)))),
                tbody(
                    each(
                        IntStream.range(0, names.size())
                            .mapToObj(
                                i ->
                                    tr(
                                        td(names.get(i)).withClass("words"),
                                        each(
                                            IntStream.range(0, names.size())
                                                .mapToObj(j -> cell(overlap, i, j)))))))))
            .withClass("scroll figures matrix"));
  }

  private static DomContent cell(VocabularyOverlap overlap, int i, int j) {
    double jaccard = overlap.jaccard(i, j);
    double shade = Double.isNaN(jaccard) ? 0 : jaccard;
    return td(
            text(NumberText.share(jaccard)),
            small(NumberText.count(overlap.shared(i, j)) + " tokens"))
        .withStyle(String.format(Locale.ROOT, "--shade:%.2f", shade));
  }

  private static DomContent samples(Comparison comparison) {
    return section(
        h2("Samples"),
        p("Each colour is one token; ␣ is a space, ↵ a line feed, \\xNN a byte that is no printable"
                + " character by itself. Of a longer document, the beginning is shown.")
            .withClass("quiet"),
        div()
            .withClass("samples")
            .with(each(comparison.samples(), sample -> sample(sample, comparison.entries()))));
  }

  private static DomContent sample(Sample sample, List<Entry> entries) {
    return div(
            h3(sample.id()),
            each(
                IntStream.range(0, entries.size())
                    .mapToObj(
                        i ->
                            div(
                                    p(
                                        span(entries.get(i).name()).withClass("name"),
                                        span(" "
                                                + NumberText.count(sample.tokens().get(i).size())
                                                + " tokens")
                                            .withClass("quiet")),
                                    p().withClass("sample")
                                        .with(TokenText.chips(sample.tokens().get(i))))
                                .withClass("cut"))))
        .withClass("card");
  }

  // Numbers ----------------------------------------------------------------------------------

  private static String ends(Interval interval, Function<Double, String> number) {
    return Double.isNaN(interval.estimate())
        ? NumberText.ratio(Double.NaN)
        : number.apply(interval.low()) + " to " + number.apply(interval.high());
  }

  private static String signed(double value) {
    return Double.isNaN(value)
        ? NumberText.ratio(Double.NaN)
        : value == 0 ? "0" : minus(String.format(Locale.ROOT, "%+.3f", value));
  }

  /** A ratio as the change from 1. */
  private static String change(double ratio) {
    return minus(String.format(Locale.ROOT, "%+.1f\u00a0%%", PERCENT * (ratio - 1)));
  }

  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }
}
