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
import org.gqvae.model.statistics.TokenFigures;

/** The eight figures of a report that matter most, each a tile with its meaning in words. */
final class ReportHeadlines {
  private static final int ROW_LENGTH = 2048;

  private ReportHeadlines() {}

  /** The tiles of all data sets. */
  static DomContent of(List<DataSet> dataSets) {
    return section(
        h2("In short"),
        div()
            .withClass("tiles")
            .with(
                tile(
                    "Bytes per token",
                    "How much text a token stands for. More means shorter sequences.",
                    dataSets,
                    figures -> NumberText.ratio(figures.bytesPerToken()),
                    figures -> NumberText.ratio(figures.charactersPerToken()) + " characters"),
                tile(
                    "Tokens per word",
                    "Fertility: 1 would be one token for every word.",
                    dataSets,
                    figures -> NumberText.ratio(figures.fertility()),
                    figures -> NumberText.rounded(figures.counts().words()) + " words"),
                tile(
                    "Words in pieces",
                    "The share of running words that take more than one token.",
                    dataSets,
                    figures -> NumberText.share(figures.continuedWordRate()),
                    figures -> NumberText.rounded(figures.counts().continuedWords()) + " words"),
                tile(
                    "Vocabulary in use",
                    "The share of ids that this text uses at all.",
                    dataSets,
                    figures -> NumberText.share(figures.vocabularyUse().usedShare()),
                    figures ->
                        "dead: "
                            + NumberText.count(figures.vocabularyUse().deadLearnedTokens())
                            + " learned, "
                            + NumberText.count(figures.vocabularyUse().deadSingleBytes())
                            + " single bytes"),
                tile(
                    "Evenness of use",
                    "Rényi efficiency of order 2.5: 1 would be all ids used alike.",
                    dataSets,
                    figures -> NumberText.ratio(figures.renyi().get(0).efficiency()),
                    figures -> NumberText.ratio(figures.shannon().bits()) + " bits a token"),
                tile(
                    "Single bytes",
                    "The share of tokens that are one byte: mostly what no longer token covers.",
                    dataSets,
                    figures -> NumberText.share(figures.singleByteRate()),
                    figures -> NumberText.rounded(figures.singleByteTokens()) + " tokens"),
                tile(
                    "Padding at " + NumberText.count(ROW_LENGTH),
                    "Positions wasted when each document is padded to rows of that many tokens;"
                        + " packed rows waste none.",
                    dataSets,
                    figures ->
                        NumberText.share(ReportFigures.padding(figures, ROW_LENGTH).wasted()),
                    figures ->
                        NumberText.rounded(ReportFigures.padding(figures, ROW_LENGTH).rows())
                            + " rows"),
                tile(
                    "Typical document",
                    "Half of the documents are no longer than this, in tokens.",
                    dataSets,
                    figures -> ReportFigures.percentile(figures.counts().documentLengths(), 50),
                    figures ->
                        "99 % up to "
                            + ReportFigures.percentile(figures.counts().documentLengths(), 99))));
  }

  private static DomContent tile(
      String label,
      String meaning,
      List<DataSet> dataSets,
      Function<TokenFigures, String> value,
      Function<TokenFigures, String> detail) {
    return div()
        .withClass("tile")
        .with(
            h3(label),
            each(
                IntStream.range(0, dataSets.size())
                    .mapToObj(
                        i ->
                            p(
                                    dataSets.size() > 1 ? Page.key(i) : text(""),
                                    span(value.apply(dataSets.get(i).figures())).withClass("value"),
                                    text(" "),
                                    span(detail.apply(dataSets.get(i).figures()))
                                        .withClass("quiet"))
                                .withClass("figure"))),
            p(meaning).withClass("quiet"));
  }
}
