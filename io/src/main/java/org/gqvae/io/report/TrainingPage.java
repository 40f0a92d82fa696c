package org.gqvae.io.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A training run as a self-contained HTML page, from the lines of its {@code metrics.jsonl}: its
 * curves, the vocabulary as it grew, the worst words. Values that are null are skipped; a chart
 * none of whose keys has a value is left out; keys that no chart knows are ignored. Where a round
 * stands twice, as after a resumed run, the later line counts.
 */
public final class TrainingPage {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private enum Unit {
    NUMBER,
    SHARE
  }

  private record Curve(String label, String meaning, Unit unit, List<String> keys) {}

  private static final List<String> PHASES =
      List.of("train_seconds", "average_seconds", "usage_seconds");

  /** What no curve is drawn from. */
  private static final List<String> TOKENS = List.of("new_tokens", "worst_words");

  private static final List<Curve> CURVES =
      List.of(
          new Curve(
              "Loss",
              "What training minimises, in nats, on the training words and on words held out.",
              Unit.NUMBER,
              List.of("loss", "held_out_loss")),
          new Curve(
              "Reconstruction",
              "Cross entropy of the bytes that the codes are decoded to.",
              Unit.NUMBER,
              List.of("reconstruction")),
          new Curve(
              "Compression",
              "What the gates cost, their logits included: at one cost of a gate, less means fewer tokens.",
              Unit.NUMBER,
              List.of("compression")),
          new Curve(
              "Mask",
              "Cross entropy of the predicted token lengths.",
              Unit.NUMBER,
              List.of("mask")),
          new Curve(
              "Quantization",
              "How far the encoder's output lies from its codes.",
              Unit.NUMBER,
              List.of("quantization")),
          new Curve(
              "Bytes per token",
              "How much text a token of the neural policy stands for, repairs included.",
              Unit.NUMBER,
              List.of("bytes_per_token", "held_out_bytes_per_token")),
          new Curve(
              "Bytes per gate",
              "How far apart the places are where the network ends a token.",
              Unit.NUMBER,
              List.of("bytes_per_gate", "held_out_bytes_per_gate")),
          new Curve(
              "Words decoded exactly",
              "The share of words that come back to the byte without repair.",
              Unit.SHARE,
              List.of("exact_words", "held_out_exact_words")),
          new Curve(
              "Cost of a gate",
              "Nats; steered, or fixed for good.",
              Unit.NUMBER,
              List.of("gate_cost")),
          new Curve(
              "Codes",
              "Codes in use, and unused ones given a new start in the round.",
              Unit.NUMBER,
              List.of("codes_used", "revived_codes")),
          new Curve(
              "Vocabulary",
              "Distinct byte strings that codes name, and those that none named a round before.",
              Unit.NUMBER,
              List.of("vocabulary_size", "vocabulary_new")),
          new Curve(
              "Learning rate", "The step of the optimizer.", Unit.NUMBER, List.of("learning_rate")),
          new Curve(
              "Seconds a round",
              "Workers training, averaging their parameters, and counting the use of codes.",
              Unit.NUMBER,
              PHASES));

  private TrainingPage() {}

  /**
   * The page's HTML, to be written as UTF-8.
   *
   * @param run what readers call the run, such as its directory
   * @param metricsLines the lines of {@code metrics.jsonl}; blank ones are skipped
   * @throws IllegalArgumentException when a line is no JSON object with a round, naming its number,
   *     or tells of a token whose bytes are not escaped as in vocab.tsv
   */
  public static String html(String run, List<String> metricsLines) {
    List<ObjectNode> rounds = rounds(metricsLines);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ArrayNode array = data.putArray("rounds");
    rounds.forEach(round -> array.add(round.deepCopy().without(TOKENS)));
    List<DomContent> introduction =
        List.of(
            div(
                    p(span(run).withClass("name")),
                    p(rounds.isEmpty() ? "No round is finished yet." : outcome(rounds)))
                .withClass("data-set"));
    List<DomContent> sections = new ArrayList<>();
    if (!rounds.isEmpty()) {
      sections.add(headlines(rounds));
      sections.add(curves(rounds));
      TrainingTokens.growth(rounds).ifPresent(sections::add);
      TrainingTokens.worst(rounds).ifPresent(sections::add);
    }
    return new Page("Training run", introduction, sections, data).render();
  }

  private static String outcome(List<ObjectNode> rounds) {
    StringBuilder text =
        new StringBuilder(NumberText.count(rounds.size()))
            .append(rounds.size() == 1 ? " round" : " rounds")
            .append(" of training");
    rounds.stream()
        .filter(round -> round.path("loss").isNumber())
        .findFirst()
        .ifPresent(
            first ->
                text.append(": the loss went from ")
                    .append(NumberText.ratio(first.get("loss").doubleValue()))
                    .append(" to ")
                    .append(NumberText.ratio(last(rounds, "loss").orElseThrow().doubleValue()))
                    .append(" nats"));
    text.append('.');
    rounds.stream()
        .filter(round -> round.path("codes_used").isNumber())
        .findFirst()
        .filter(first -> first != rounds.get(0))
        .ifPresent(
            first ->
                text.append(" Codes come in with round ")
                    .append(NumberText.count(first.get("round").longValue()))
                    .append(
                        ": before, the decoder sees what the encoder says itself, so that losses")
                    .append(" of the two parts do not compare."));
    return text.toString();
  }

  private static List<ObjectNode> rounds(List<String> lines) {
    TreeMap<Long, ObjectNode> byRound = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        if (MAPPER.readTree(lines.get(i)) instanceof ObjectNode line
            && line.path("round").isIntegralNumber()) {
          byRound.put(line.get("round").longValue(), line);
          continue;
        }
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(noRound(i) + ": " + e.getOriginalMessage(), e);
      }
      throw new IllegalArgumentException(noRound(i));
    }
    return List.copyOf(byRound.values());
  }

  private static String noRound(int line) {
    return "metrics.jsonl:" + (line + 1) + " is no JSON object with a round";
  }

  private static DomContent headlines(List<ObjectNode> rounds) {
    return section(
        h2("At the end"),
        div()
            .withClass("tiles")
            .with(
                Page.tile("Loss", "Of the training words, in nats.", ratio(rounds, "loss")),
                Page.tile(
                    "Held-out loss",
                    "On words that training never saw.",
                    ratio(rounds, "held_out_loss")),
                Page.tile(
                    "Bytes per token",
                    "How much text a token of the neural policy stands for.",
                    ratio(rounds, "bytes_per_token")),
                Page.tile(
                    "Bytes per gate",
                    "As many as a word has, where gates only end words.",
                    ratio(rounds, "bytes_per_gate")),
                Page.tile(
                    "Words decoded exactly",
                    "Come back to the byte without repair.",
                    last(rounds, "exact_words").map(v -> NumberText.share(v.doubleValue()))),
                Page.tile(
                    "Codes used",
                    "Of the codebook, in the last round.",
                    last(rounds, "codes_used").map(v -> NumberText.count(v.longValue()))),
                Page.tile(
                    "Words seen",
                    "Running words trained on in all rounds.",
                    last(rounds, "words_seen").map(v -> NumberText.rounded(v.longValue()))),
                Page.tile(
                    "Time",
                    "Of all rounds: training, averaging, counting the use of codes.",
                    Optional.of(duration(rounds)))));
  }

  private static Optional<String> ratio(List<ObjectNode> rounds, String key) {
    return last(rounds, key).map(value -> NumberText.ratio(value.doubleValue()));
  }

  private static String duration(List<ObjectNode> rounds) {
    double seconds = 0;
    for (ObjectNode round : rounds) {
      for (String phase : PHASES) {
        seconds += round.path(phase).asDouble();
      }
    }
    return NumberText.duration(Math.round(seconds));
  }

  /** The last value of a key that is not null. */
  private static Optional<JsonNode> last(List<ObjectNode> rounds, String key) {
    for (int i = rounds.size() - 1; i >= 0; i--) {
      if (rounds.get(i).path(key).isNumber()) {
        return Optional.of(rounds.get(i).get(key));
      }
    }
    return Optional.empty();
  }

  private static DomContent curves(List<ObjectNode> rounds) {
    List<DomContent> charts = new ArrayList<>();
    for (Curve curve : CURVES) {
      if (curve.keys().stream().anyMatch(key -> last(rounds, key).isPresent())) {
        charts.add(
            Page.chart(
                curve.label(),
                curve.meaning(),
                switch (curve.unit()) {
                  case NUMBER -> "training-curve";
                  case SHARE -> "training-share";
                },
                curve.keys()));
      }
    }
    return section(h2("Round by round"), div().withClass("charts").with(charts));
  }
}
