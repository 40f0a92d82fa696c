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
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gqvae.io.artifact.LanguageModelRun.Model;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.artifact.LanguageModelRun.TokenSet;
import org.gqvae.io.artifact.LanguageModelRun.Tokenizer;
import org.gqvae.io.artifact.LanguageModelRun.Training;

/**
 * The training of a language model as a self-contained HTML page: bits per byte of the held-out
 * documents by bytes and by operations, and the settings. It can be drawn anew after each
 * measurement.
 */
public final class LmPage {
  private LmPage() {}

  /**
   * The page's HTML, to be written as UTF-8.
   *
   * @param run what readers call the run, such as its directory
   * @param points the measurements so far, in their order; none at the beginning
   */
  public static String html(
      String run,
      Tokenizer tokenizer,
      TokenSet tokens,
      TokenSet heldOut,
      Model model,
      Training training,
      List<Point> points) {
    List<DomContent> sections = new ArrayList<>();
    if (!points.isEmpty()) {
      sections.add(headlines(tokens, model, points));
      sections.add(
          section(
              h2("The course of training"),
              LmCharts.sideBySide(
                  "Of the held-out documents; fewer is better. The horizontal axis is logarithmic,"
                      + " and the vertical one does not begin at 0.")));
      sections.add(measurements(points));
    }
    sections.add(settings(tokenizer, tokens, heldOut, model, training));
    return new Page(
            "Language model", introduction(run, points), sections, LmCharts.data(run, points))
        .render();
  }

  private static List<DomContent> introduction(String run, List<Point> points) {
    return List.of(
        div(
                p(span(run).withClass("name")),
                p(
                    points.isEmpty()
                        ? "Nothing is measured yet."
                        : state(points.get(points.size() - 1))))
            .withClass("data-set"));
  }

  private static String state(Point last) {
    return NumberText.decimals(last.bitsPerByte())
        + " bits per byte of held-out text after "
        + NumberText.bytes(last.bytesSeen())
        + " of training text, "
        + (last.share() < 1
            ? NumberText.share(last.share()) + " of the training."
            : "the end of the training.");
  }

  private static DomContent headlines(TokenSet tokens, Model model, List<Point> points) {
    Point last = points.get(points.size() - 1);
    return section(
        h2(last.share() < 1 ? "So far" : "At the end"),
        div()
            .withClass("tiles")
            .with(
                Page.tile(
                    "Bits per byte",
                    "Of all tokens of the held-out documents and their ends of text, over the"
                        + " documents' bytes.",
                    Optional.of(NumberText.decimals(last.bitsPerByte()))),
                Page.tile(
                    "Training text seen",
                    NumberText.ratio((double) last.bytesSeen() / tokens.bytes())
                        + " times the training text.",
                    Optional.of(NumberText.bytes(last.bytesSeen()))),
                Page.tile(
                    "Operations",
                    "Floating-point operations of training, by formula.",
                    Optional.of(NumberText.power(last.operations()))),
                Page.tile(
                    "Parameters",
                    "Of the network, its embeddings included.",
                    Optional.of(NumberText.rounded(model.parameters())))));
  }

  private static DomContent measurements(List<Point> points) {
    return section(
        h2("Measurements"),
        div(table(
                thead(
                    tr(
                        th("training done"),
                        th("training text seen"),
                        th("operations"),
                        th("bits per byte"))),
                tbody(
                    each(
                        points,
                        point ->
                            tr(
                                td(NumberText.share(point.share())).withClass("left"),
                                td(NumberText.bytes(point.bytesSeen())),
                                td(NumberText.power(point.operations())),
                                td(NumberText.decimals(point.bitsPerByte())))))))
            .withClass("scroll"));
  }

  private static DomContent settings(
      Tokenizer tokenizer, TokenSet tokens, TokenSet heldOut, Model model, Training training) {
    return section(
        h2("Settings"),
        div(table(
                tbody(
                    row(
                        "Tokenizer",
                        tokenizer.fingerprint(),
                        "%s, %s, %s ids"
                            .formatted(
                                tokenizer.kind(),
                                tokenizer.policy(),
                                NumberText.count(tokenizer.vocabularySize()))),
                    row("Training text", tokens.path(), text(tokens)),
                    row("Held-out text", heldOut.path(), text(heldOut)),
                    row(
                        "Network",
                        "without the embeddings, the same for every tokenizer",
                        "layers: %s, width: %s, heads: %s, positions: %s"
                            .formatted(
                                NumberText.count(model.layers()),
                                NumberText.count(model.width()),
                                NumberText.count(model.heads()),
                                model.positions())),
                    row(
                        "Context",
                        "about the same text for every tokenizer",
                        "%s bytes, %s tokens"
                            .formatted(
                                NumberText.count(model.contextBytes()),
                                NumberText.count(model.contextTokens()))),
                    row(
                        "Training",
                        "batches are those of a worker in a round",
                        "workers: %s, rounds: %s, batches: %s, contexts in a batch: %s"
                            .formatted(
                                NumberText.count(training.workers()),
                                NumberText.count(training.rounds()),
                                NumberText.count(training.batches()),
                                NumberText.count(training.batchContexts()))),
                    row(
                        "Learning rate",
                        "of the optimizer",
                        String.valueOf(training.learningRate())),
                    row("Seed", "of all draws", String.valueOf(training.seed())),
                    row(
                        "Operations per token",
                        "floating-point operations of training, by formula",
                        NumberText.power(training.operationsPerToken())))))
            .withClass("scroll"));
  }

  private static String text(TokenSet tokens) {
    return "%s documents, %s, %s tokens, %s bytes per token"
        .formatted(
            NumberText.count(tokens.documents()),
            NumberText.bytes(tokens.bytes()),
            NumberText.count(tokens.tokens()),
            NumberText.decimals(tokens.bytesPerToken()));
  }

  private static DomContent row(String name, String definition, String value) {
    return new FigureRow<String>(name, definition, text -> text).of(List.of(value));
  }
}
