package org.gqvae.io.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.model.statistics.TokenFigures;

/** The figures of a report that matter most, each a tile with its meaning in words. */
final class ReportHeadlines {
  private static final int ROW_LENGTH = 2048;

  private ReportHeadlines() {}

  /** The tiles of data sets whose rows are documents. */
  static DomContent of(List<DataSet> dataSets) {
    List<TokenFigures> figures = dataSets.stream().map(DataSet::figures).toList();
    return section(
        h2("In short"),
        div()
            .withClass("tiles")
            .with(
                bytesPerToken(
                    figures, set -> NumberText.ratio(set.charactersPerToken()) + " characters"),
                tile(
                    "Tokens per word",
                    "Fertility: 1 would be one token for every word.",
                    figures,
                    set -> NumberText.ratio(set.fertility()),
                    set -> NumberText.rounded(set.counts().words()) + " words"),
                tile(
                    "Words in pieces",
                    "The share of running words that take more than one token.",
                    figures,
                    set -> NumberText.share(set.continuedWordRate()),
                    set -> NumberText.rounded(set.counts().continuedWords()) + " words"))
            .with(vocabulary(figures))
            .with(
                tile(
                    "Padding at " + NumberText.count(ROW_LENGTH),
                    "Positions wasted when each document is padded to rows of that many tokens;"
                        + " packed rows waste none.",
                    figures,
                    set -> NumberText.share(ReportFigures.padding(set, ROW_LENGTH).wasted()),
                    set ->
                        NumberText.rounded(ReportFigures.padding(set, ROW_LENGTH).rows())
                            + " rows"),
                tile(
                    "Typical document",
                    "Half of the documents are no longer than this, in tokens.",
                    figures,
                    set -> ReportFigures.percentile(set.counts().documentLengths(), 50),
                    set ->
                        "99 % up to "
                            + ReportFigures.percentile(set.counts().documentLengths(), 99))));
  }

  /** The tiles of packed rows. */
  static DomContent ofPacked(List<DataSet> dataSets) {
    List<TokenFigures> figures = dataSets.stream().map(DataSet::figures).toList();
    List<PackingFigures> packings =
        dataSets.stream().flatMap(set -> set.packing().stream()).toList();
    return section(
        h2("In short"),
        div()
            .withClass("tiles")
            .with(
                tile(
                    "Padding",
                    "The share of positions that are pads, which fill rows up.",
                    packings,
                    packing -> NumberText.share(ReportFigures.orNaN(packing.padShare())),
                    packing -> NumberText.rounded(packing.padTokens()) + " pads"),
                tile(
                    "Cut documents",
                    "The share of documents that lie in more than one row.",
                    packings,
                    packing -> NumberText.share(ReportFigures.orNaN(packing.cutShare())),
                    packing -> NumberText.rounded(packing.cutDocuments()) + " documents"),
                bytesPerToken(
                    figures, set -> NumberText.rounded(set.counts().tokens()) + " tokens"))
            .with(vocabulary(figures)));
  }

  private static DomContent bytesPerToken(
      List<TokenFigures> figures, Function<TokenFigures, String> detail) {
    return tile(
        "Bytes per token",
        "How much text a token stands for. More means shorter sequences.",
        figures,
        set -> NumberText.ratio(set.bytesPerToken()),
        detail);
  }

  private static List<DomContent> vocabulary(List<TokenFigures> figures) {
    return List.of(
        tile(
            "Vocabulary in use",
            "The share of ids that this text uses at all.",
            figures,
            set -> NumberText.share(set.vocabularyUse().usedShare()),
            set ->
                "dead: "
                    + NumberText.count(set.vocabularyUse().deadLearnedTokens())
                    + " learned, "
                    + NumberText.count(set.vocabularyUse().deadSingleBytes())
                    + " single bytes"),
        tile(
            "Evenness of use",
            "Rényi efficiency of order 2.5: 1 would be all ids used alike.",
            figures,
            set -> NumberText.ratio(set.renyi().get(0).efficiency()),
            set -> NumberText.ratio(set.shannon().bits()) + " bits a token"),
        tile(
            "Single bytes",
            "The share of tokens that are one byte: mostly what no longer token covers.",
            figures,
            set -> NumberText.share(set.singleByteRate()),
            set -> NumberText.rounded(set.singleByteTokens()) + " tokens"));
  }

  private static <T> DomContent tile(
      String label,
      String meaning,
      List<T> sets,
      Function<T, String> value,
      Function<T, String> detail) {
    return div()
        .withClass("tile")
        .with(
            h3(label),
            each(
                IntStream.range(0, sets.size())
                    .mapToObj(
                        i ->
                            p(
                                    sets.size() > 1 ? Page.key(i) : text(""),
                                    span(value.apply(sets.get(i))).withClass("value"),
                                    text(" "),
                                    span(detail.apply(sets.get(i))).withClass("quiet"))
                                .withClass("figure"))),
            p(meaning).withClass("quiet"));
  }
}
