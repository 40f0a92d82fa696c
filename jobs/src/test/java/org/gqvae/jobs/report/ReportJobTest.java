package org.gqvae.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.PlainFigures;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJobTest {
  private static final List<String> SOURCES = List.of("multilingual_udhr", "tinystories-valid");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void agreesWithFiguresTakenTheSlowWay() throws IOException {
    for (String source : SOURCES) {
      writeWithSource(source);
    }
    String input = folder.resolve("in").toString();
    Path tokens = folder.resolve("tokens");
    call("baseline", "bpe", "--vocabulary-size", "1500", "--input", input, "--output", at("bpe"));
    call(
        Stream.of(
                "tokenize --tokenizer %s --input %s --output %s --keep-columns source"
                    .formatted(at("bpe"), input, tokens)
                    .split(" "),
                "--set input.split-bytes=1MB --set tokenize.max-tokens-per-row=1000".split(" "))
            .flatMap(Stream::of)
            .toArray(String[]::new));
    String both = tokens + "," + tokens;
    call("report", "--tokens", both, "--group-by", "source", "--output", at("report"));

    JsonNode sets = JSON.readTree(folder.resolve("report/stats.json").toFile()).get("data_sets");
    PlainFigures plain = new PlainFigures(tokens, "source");
    JsonNode set = sets.get(0);
    assertAgree(set.get("figures"), plain.all());
    assertThat(set.get("groups").findValuesAsText("value")).containsExactlyElementsOf(SOURCES);
    for (JsonNode group : set.get("groups")) {
      assertAgree(group.get("figures"), plain.ofGroup(group.get("value").textValue()));
    }
    assertThat(set.at("/figures/chunks").longValue())
        .isGreaterThan(set.at("/figures/documents").longValue());
    assertThat(sets.get(1)).isEqualTo(set);
    assertThat(folder.resolve("report/token_length_histogram.parquet")).isNotEmptyFile();
  }

  @Test
  void refusesAColumnThatWasNotKept() throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    fixture.writeLines(5);
    fixture.tokenize("tokens", OutputMode.REFUSE);
    CommandLineCall call =
        CommandLineCall.of(
            "report", "--tokens", at("tokens"), "--group-by", "lang", "--output", at("report"));
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .contains("There is no column lang in " + at("tokens"), "Keep it by tokenize --keep");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  /** The corpus with a column that names it. */
  private void writeWithSource(String source) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    try (Stream<String> lines = Files.lines(Needed.corpora(source + ".jsonl"));
        var out = Files.newBufferedWriter(folder.resolve("in/" + source + ".jsonl"))) {
      for (String line : (Iterable<String>) lines::iterator) {
        out.write(((ObjectNode) JSON.readTree(line)).put("source", source).toString());
        out.write('\n');
      }
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static void call(String... words) {
    CommandLineCall call = CommandLineCall.of(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  /** The same fields in the same order; integers equal, reals to 12 digits. */
  private static void assertAgree(JsonNode found, JsonNode expected) {
    Map<String, JsonNode> expectedValues = values(expected);
    assertThat(values(found).keySet()).containsExactlyElementsOf(expectedValues.keySet());
    values(found)
        .forEach(
            (place, value) -> {
              JsonNode other = expectedValues.get(place);
              if (value.isDouble()) {
                double real = other.doubleValue();
                assertThat(value.doubleValue())
                    .as(place)
                    .isCloseTo(real, within(1e-12 * Math.abs(real)));
              } else {
                assertThat(value.asText()).as(place).isEqualTo(other.asText());
              }
            });
  }

  /** The leaves by their places. */
  private static Map<String, JsonNode> values(JsonNode tree) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    addValues("", tree, values);
    return values;
  }

  private static void addValues(String place, JsonNode node, Map<String, JsonNode> values) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        addValues(place + "/" + i, node.get(i), values);
      }
    } else if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field -> addValues(place + "/" + field.getKey(), field.getValue(), values));
    } else {
      values.put(place, node);
    }
  }
}
