package org.gqvae.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.PlainFigures;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void refusesMoreGroupsThanOneReportHasThoughNoFileHasSoMany() throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 257; i++) {
      lines.append("{\"text\":\"the cat\",\"kind\":\"kind %d\"}\n".formatted(i));
    }
    fixture.write("lines.jsonl", lines.toString().getBytes(StandardCharsets.UTF_8));
    fixture.tokenize("tokens", OutputMode.REFUSE, "tokenize.keep-columns=[kind]");
    CommandLineCall call =
        CommandLineCall.of(
            "report", "--tokens", at("tokens"), "--group-by", "kind", "--output", at("report"));
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err())
        .contains(
            "Cannot count " + at("tokens") + " by --group-by kind",
            "more than 256 different values")
        .contains("group by a column of fewer values");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"concatenate", "best-fit"})
  void saysOfPackedRowsWhatItSaysOfTheirDocumentsAsFarAsIdsTell(String method) throws IOException {
    tokenizePlainAndPacked(method);
    call("report", "--tokens", at("plain"), "--output", at("report-plain"));
    call("report", "--tokens", at("packed"), "--output", at("report-packed"));

    JsonNode packed = dataSet("report-packed");
    List<int[]> masks = lossMasks();
    int rows = masks.size();
    long pads = masks.stream().flatMapToInt(Arrays::stream).filter(mask -> mask == 0).count();
    ObjectNode expected = dataSet("report-plain").get("figures").deepCopy();
    expected.put("chunks", rows).remove(List.of("words", "continued_words", "characters"));
    expected.remove(List.of("characters_per_token", "fertility", "continued_word_rate"));
    expected.remove(List.of("document_length", "padding"));
    assertThat(packed.get("figures")).isEqualTo(expected);
    JsonNode packing = packed.get("packing");
    assertThat(packing)
        .isEqualTo(JSON.readTree(folder.resolve("packed/_manifest.json").toFile()).get("packing"));
    assertThat(packing.get("pad_tokens").longValue()).isEqualTo(pads).isPositive();
    assertThat(packing.get("pad_share").doubleValue()).isEqualTo(pads / (64.0 * rows));
    assertThat(packing.get("cut_documents").longValue()).isPositive();
  }

  @Test
  void refusesRowsThatTheManifestOfPackedRowsDoesNotCount() throws IOException {
    tokenizePlainAndPacked("concatenate");
    Path file = folder.resolve("packed/_manifest.json");
    ObjectNode manifest = (ObjectNode) JSON.readTree(file.toFile());
    ((ObjectNode) manifest.get("packing")).put("pad_tokens", 0);
    JSON.writeValue(file.toFile(), manifest);

    CommandLineCall call =
        CommandLineCall.of("report", "--tokens", at("packed"), "--output", at("report"));
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err())
        .contains(
            "The rows of " + at("packed"), " and 0. Write them again by tokenize --overwrite");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void refusesGroupsOfPackedRowsAndPackedRowsBesideDocuments() throws IOException {
    tokenizePlainAndPacked("best-fit");
    CommandLineCall grouped =
        CommandLineCall.of(
            "report", "--tokens", at("packed"), "--group-by", "lang", "--output", at("report"));
    assertThat(grouped.exitCode()).isEqualTo(2);
    assertThat(grouped.err())
        .contains("There is no column lang in " + at("packed") + ": packed rows keep no columns")
        .contains("run tokenize --keep-columns lang without --pack");
    String both = at("plain") + "," + at("packed");
    CommandLineCall mixed =
        CommandLineCall.of("report", "--tokens", both, "--output", at("report"));
    assertThat(mixed.exitCode()).isEqualTo(2);
    assertThat(mixed.err())
        .hasLineCount(1)
        .contains("rows of " + at("packed") + " are packed, those of " + at("plain"))
        .contains("Report them apart");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  private void tokenizePlainAndPacked(String method) throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    fixture.writeLines(60);
    fixture.tokenize("plain", OutputMode.REFUSE);
    fixture.tokenize(
        "packed", OutputMode.REFUSE, "tokenize.pack=64", "tokenize.pack-method=" + method);
  }

  private JsonNode dataSet(String report) throws IOException {
    return JSON.readTree(folder.resolve(report + "/stats.json").toFile()).at("/data_sets/0");
  }

  /** The masks of packed rows, as Parquet's own reader gives them. */
  private List<int[]> lossMasks() throws IOException {
    List<int[]> masks = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder.resolve("packed"), "part-*.parquet")) {
      for (Path file : files) {
        var hadoopPath = new org.apache.hadoop.fs.Path(file.toUri());
        try (ParquetReader<Group> rows =
            ParquetReader.builder(new GroupReadSupport(), hadoopPath).build()) {
          for (Group row = rows.read(); row != null; row = rows.read()) {
            Group list = row.getGroup("loss_mask", 0);
            masks.add(
                IntStream.range(0, list.getFieldRepetitionCount(0))
                    .map(i -> list.getGroup(0, i).getInteger(0, 0))
                    .toArray());
          }
        }
      }
    }
    return masks;
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
