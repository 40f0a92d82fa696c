package org.gqvae.io.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.TokenUse;
import org.gqvae.model.statistics.VocabularyUse;

/**
 * The report on one or several tokenized corpora as a self-contained HTML page: headline figures in
 * words, charts, groups, tokens, sample documents, and every figure of {@code stats.json} that is a
 * single number.
 */
public final class ReportPage {
  private static final List<String> GROUP_FIGURES =
      List.of("documents", "tokens", "bytes_per_token", "fertility", "continued_word_rate");

  private ReportPage() {}

  /**
   * The page's HTML, to be written as UTF-8.
   *
   * @throws IllegalArgumentException when there is no data set
   */
  public static String html(List<DataSet> dataSets) {
    if (dataSets.isEmpty()) {
      throw new IllegalArgumentException("A report needs a data set");
    }
    long packed = dataSets.stream().filter(set -> set.packing().isPresent()).count();
    if (packed > 0 && packed < dataSets.size()) {
      throw new IllegalArgumentException("A report is of packed rows or of documents, not of both");
    }
    List<DomContent> sections =
        packed > 0 ? sectionsOfPackedRows(dataSets) : sectionsOfDocuments(dataSets);
    return new Page("Token report", ReportIntroduction.of(dataSets), sections, chartData(dataSets))
        .render();
  }

  private static List<DomContent> sectionsOfDocuments(List<DataSet> dataSets) {
    List<DomContent> sections = new ArrayList<>();
    sections.add(ReportHeadlines.of(dataSets));
    sections.add(tokenLengths());
    sections.add(documentLengths());
    sections.add(vocabulary());
    if (dataSets.stream().anyMatch(set -> !set.groups().isEmpty())) {
      sections.add(groups(dataSets));
    }
    sections.add(tokens(dataSets));
    if (dataSets.stream().anyMatch(set -> !set.samples().isEmpty())) {
      sections.add(samples(dataSets));
    }
    sections.add(allFigures(dataSets, ReportFigures.rows()));
    return sections;
  }

  private static List<DomContent> sectionsOfPackedRows(List<DataSet> dataSets) {
    return List.of(
        ReportHeadlines.ofPacked(dataSets),
        tokenLengths(),
        vocabulary(),
        tokens(dataSets),
        allFigures(dataSets, ReportFigures.packedRows()));
  }

  /** What the charts need of {@code stats.json}: of groups, a few figures. */
  private static JsonNode chartData(List<DataSet> dataSets) {
    ObjectNode tree = StatsJson.tree(dataSets);
    for (JsonNode set : tree.get("data_sets")) {
      for (JsonNode group : set.get("groups")) {
        ((ObjectNode) group.get("figures")).retain(GROUP_FIGURES);
      }
    }
    return tree;
  }

  private static DomContent tokenLengths() {
    return section(
        h2("How long tokens are"),
        div()
            .withClass("charts")
            .with(
                Page.chart(
                    "Token length by use",
                    "What share of the text's tokens is one long, two long, and so on.",
                    "token-length",
                    List.of("bytes_by_use", "characters_by_use")),
                Page.chart(
                    "Token length by vocabulary",
                    "Every ordinary id counts once, used or not; the 256 single bytes are one long.",
                    "token-length",
                    List.of("bytes_by_vocabulary", "characters_by_vocabulary"))));
  }

  private static DomContent documentLengths() {
    return section(
        h2("How long documents are"),
        div()
            .withClass("charts")
            .with(
                Page.chart(
                    "Document length in tokens",
                    "The share of documents in each range of lengths, on a logarithmic axis. The"
                        + " marks are usual row lengths: what stands right of one does not fit.",
                    "document-length"),
                Page.chart(
                    "Padding wasted",
                    "The share of positions that are padding when each document is cut into rows of"
                        + " that length and its last row is padded. tokenize --pack wastes next to"
                        + " none.",
                    "padding")));
  }

  private static DomContent vocabulary() {
    return section(
        h2("How the vocabulary is used"),
        div()
            .withClass("charts")
            .with(
                Page.chart(
                    "Uses by rank",
                    "The most used token has rank 1; both axes are logarithmic. A natural text falls"
                        + " in nearly a straight line.",
                    "rank-frequency"),
                Page.chart(
                    "Use of ids",
                    "Rare ids occur at most "
                        + VocabularyUse.RARE_USES
                        + " times, dead ids never. Specials are not counted.",
                    "vocabulary-use"),
                Page.chart(
                    "Mass of the most used",
                    "The share of all running tokens that the 10, 100 and 1000 most used ids account"
                        + " for.",
                    "mass-of-top")));
  }

  private static DomContent groups(List<DataSet> dataSets) {
    String column =
        dataSets.stream().flatMap(set -> set.groupColumn().stream()).findFirst().orElse("group");
    return section(
        h2("By " + column),
        div()
            .withClass("charts")
            .with(
                Page.chart(
                    "Bytes per token by " + column,
                    "The groups of most tokens, at most 24.",
                    "bytes-per-token-by-group"),
                Page.chart(
                    "Tokens per word by " + column,
                    "The same groups: 1 would be one token for every word.",
                    "fertility-by-group")),
        each(
            IntStream.range(0, dataSets.size())
                .mapToObj(i -> groupTable(dataSets.get(i), column, nameOf(dataSets, i)))));
  }

  private static DomContent groupTable(DataSet set, String column, DomContent name) {
    return div(
            name,
            table(
                thead(
                    tr(
                        th(column),
                        th("documents"),
                        th("tokens"),
                        th("bytes per token"),
                        th("tokens per word"),
                        th("words in pieces"),
                        th("single bytes"),
                        th("ids used"),
                        th("evenness"))),
                tbody(
                    each(
                        set.groups().entrySet().stream()
                            .sorted(
                                Comparator.comparingLong(
                                    group -> -group.getValue().counts().tokens()))
                            .map(ReportPage::groupRow)))))
        .withClass("scroll");
  }

  private static DomContent groupRow(Map.Entry<String, TokenFigures> group) {
    TokenFigures figures = group.getValue();
    return tr(
        td(group.getKey() == null ? "(none)" : group.getKey()).withClass("words"),
        td(NumberText.count(figures.counts().documents())),
        td(NumberText.count(figures.counts().tokens())),
        td(NumberText.ratio(figures.bytesPerToken())),
        td(NumberText.ratio(figures.fertility())),
        td(NumberText.share(figures.continuedWordRate())),
        td(NumberText.share(figures.singleByteRate())),
        td(NumberText.count(figures.vocabularyUse().usedIds())),
        td(NumberText.ratio(figures.renyi().get(0).efficiency())));
  }

  private static DomContent tokens(List<DataSet> dataSets) {
    return section(
        h2("Tokens"),
        p("␣ is a space, ↵ a line feed; \\xNN is a byte that is no printable character by itself.")
            .withClass("quiet"),
        each(
            IntStream.range(0, dataSets.size())
                .mapToObj(
                    i -> {
                      TokenFigures figures = dataSets.get(i).figures();
                      return div(
                          nameOf(dataSets, i),
                          div()
                              .withClass("charts")
                              .with(
                                  tokenTable("Most used", figures.mostUsed(), figures),
                                  tokenTable("Longest", figures.longest(), figures),
                                  tokenTable("Rarest that occur", figures.rarest(), figures)));
                    })));
  }

  private static DomContent tokenTable(String label, List<TokenUse> tokens, TokenFigures figures) {
    return div(
            h3(label),
            table(
                thead(tr(th("token"), th("id"), th("bytes"), th("uses"), th("share"))),
                tbody(
                    each(
                        tokens,
                        token ->
                            tr(
                                td(span(TokenText.visible(token.literal())).withClass("token"))
                                    .withClass("words"),
                                td(String.valueOf(token.id())),
                                td(String.valueOf(token.bytes())),
                                td(NumberText.count(token.count())),
                                td(
                                    NumberText.share(
                                        (double) token.count() / figures.counts().tokens())))))))
        .withClass("card scroll");
  }

  private static DomContent samples(List<DataSet> dataSets) {
    return section(
        h2("Samples"),
        p("Each colour is one token. Of a longer document, the beginning is shown.")
            .withClass("quiet"),
        each(
            IntStream.range(0, dataSets.size())
                .mapToObj(
                    i ->
                        div(
                                nameOf(dataSets, i),
                                each(dataSets.get(i).samples(), ReportPage::sample))
                            .withClass("samples"))));
  }

  private static DomContent sample(SampleDocument document) {
    return div(h3(document.id()), p().withClass("sample").with(TokenText.chips(document.tokens())))
        .withClass("card");
  }

  private static DomContent allFigures(List<DataSet> dataSets, List<FigureRow<TokenFigures>> rows) {
    List<TokenFigures> figures = dataSets.stream().map(DataSet::figures).toList();
    List<PackingFigures> packings =
        dataSets.stream().flatMap(set -> set.packing().stream()).toList();
    return section(
        h2("All figures"),
        p("The same numbers stand unrounded in stats.json.").withClass("quiet"),
        div(table(
                thead(
                    tr(
                        th("figure"),
                        each(
                            IntStream.range(0, dataSets.size())
                                .mapToObj(
                                    i ->
                                        dataSets.size() > 1
                                            ? th(Page.key(i), text(dataSets.get(i).name()))
                                            : th("value"))))),
                tbody(
                    iff(
                        !packings.isEmpty(),
                        each(ReportFigures.packing(), row -> row.of(packings))),
                    each(rows, row -> row.of(figures)))))
            .withClass("scroll"));
  }

  private static DomContent nameOf(List<DataSet> dataSets, int i) {
    return dataSets.size() > 1 ? h3(Page.key(i), text(dataSets.get(i).name())) : text("");
  }
}
