package org.gqvae.io.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
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
import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.gqvae.model.text.Literals;

/** What a training run's page tells in tokens: those that came in, and the worst words. */
final class TrainingTokens {
  /** Rounds whose new tokens are shown, at most. */
  private static final int ROUNDS = 8;

  private TrainingTokens() {}

  /** The most used new tokens of some of the rounds that brought any. */
  static Optional<DomContent> growth(List<? extends JsonNode> rounds) {
    List<? extends JsonNode> all =
        rounds.stream().filter(round -> !round.path("new_tokens").isEmpty()).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int shown = Math.min(ROUNDS, all.size());
    Stream<DomContent> rows =
        IntStream.range(0, shown)
            .map(i -> i * (all.size() - 1) / Math.max(1, shown - 1))
            .mapToObj(i -> growthRow(all.get(i)));
    return Optional.of(
        section(
            h2("The vocabulary as it grew"),
            p("How many byte strings the codes name, and the most used of those that no code named"
                    + " a round before; "
                    + (shown < all.size() ? "some rounds" : "every round")
                    + " that brought any of use. ␣ is a space, \\xNN a"
                    + " byte that is no printable character by itself.")
                .withClass("quiet"),
            div(table(
                    thead(
                        tr(
                            th("round"),
                            th("tokens"),
                            th("new"),
                            th("most used of the new").withClass("words"))),
                    tbody(each(rows))))
                .withClass("scroll")));
  }

  private static DomContent growthRow(JsonNode round) {
    return tr(
        td(NumberText.count(round.path("round").longValue())).withClass("left"),
        td(NumberText.count(round.path("vocabulary_size").longValue())),
        td(NumberText.count(round.path("vocabulary_new").longValue())),
        td(each(
                elements(round.path("new_tokens"))
                    .flatMap(token -> Stream.of(chip(token.path("bytes")), text(" ")))))
            .withClass("words"));
  }

  /** The worst words of the last round that tells any. */
  static Optional<DomContent> worst(List<? extends JsonNode> rounds) {
    return rounds.stream()
        .filter(round -> !round.path("worst_words").isEmpty())
        .reduce((earlier, later) -> later)
        .map(TrainingTokens::worst);
  }

  private static DomContent worst(JsonNode round) {
    return section(
        h2("The worst words"),
        p("Of the training words drawn behind round "
                + NumberText.count(round.path("round").longValue())
                + ", those that are decoded worst: with the most nats a byte of reconstruction loss,"
                + " taken where the gates end a token. Beside each word as the gates cut it stands"
                + " what the codes there say, before repair.")
            .withClass("quiet"),
        div(table(
                thead(
                    tr(
                        th("cut").withClass("words"),
                        th("decoded").withClass("words"),
                        th("drawn"),
                        th("nats a byte"))),
                tbody(each(elements(round.path("worst_words")).map(TrainingTokens::worstRow)))))
            .withClass("scroll"));
  }

  private static DomContent worstRow(JsonNode word) {
    return tr(
        parts(word.path("segments")),
        decoded(word),
        td(NumberText.count(word.path("count").longValue())),
        td(String.format(Locale.ROOT, "%.2f", word.path("nats_per_byte").doubleValue())));
  }

  private static DomContent decoded(JsonNode word) {
    JsonNode decoded = word.path("decoded");
    if (decoded.isEmpty()) {
      return td("–").withClass("words");
    }
    return decoded.equals(word.path("segments"))
        ? td("exactly").withClass("words")
        : parts(decoded);
  }

  private static DomContent chip(JsonNode literal) {
    return span(TokenText.visible(bytes(literal))).withClass("token");
  }

  private static DomContent parts(JsonNode literals) {
    return td().withClass("words")
        .with(TokenText.chips(elements(literals).map(TrainingTokens::bytes).toList()));
  }

  private static byte[] bytes(JsonNode literal) {
    return Literals.unescape(literal.asText());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
