package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.compress;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;
import static org.gqvae.io.corpus.Corpora.utf8;
import static org.gqvae.io.corpus.Corpora.write;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gqvae.io.failure.JobFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {
  @TempDir Path directory;

  @Test
  void theObjectsOfAnArrayAreDocuments() {
    assertThat(readJson("[{\"text\":\"x\"},{\"id\":\"two\",\"text\":\"[{\\\"]}\"}]"))
        .containsExactly("a.json#1=x", "two=[{\"]}");
    assertThat(
            readJson(
                "\uFEFF \r\n[\r\n  {\n    \"text\": \"x\",\n    \"n\": [ { } ]\n  },\n\t{\"text\" : \"y\"}\n]\n"))
        .containsExactly("a.json#11=x", "a.json#53=y");
  }

  @Test
  void objectsOverSeveralLinesAreDocuments() {
    assertThat(readJson("{\n  \"text\": \"x\"\n}\n")).containsExactly("a.json#0=x");
    assertThat(readJson("{\n  \"text\": \"x\"\n}\n{\n  \"text\": \"y\"\n}{\"text\":\"z\"}"))
        .containsExactly("a.json#0=x", "a.json#18=y", "a.json#35=z");
    assertThat(readJson("[{\"text\":\"x\"}]\n[]\n[{\"text\":\"y\"}]"))
        .containsExactly("a.json#1=x", "a.json#19=y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", " [ ]\n", "\uFEFF[\n]"})
  void nothingIsNoDocument(String json) {
    assertThat(readJson(json)).isEmpty();
  }

  @Test
  void linesStayLines() {
    assertThat(
            readJson(
                "{\"text\":\"x\"}\n{torn\n{\"text\":\n\n{\"text\":\"y\"} {}\n{\"text\":\"z\"}"))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("a.json#0=x"),
            second -> assertThat(second).startsWith("a.json#13!not JSON, expected '\"'"),
            third -> assertThat(third).startsWith("a.json#19!the line ends where"),
            fourth ->
                assertThat(fourth).isEqualTo("a.json#29!more than one JSON object on the line"),
            fifth -> assertThat(fifth).isEqualTo("a.json#45=z"));
    assertThat(readJson("{\"text\":\"torn\n{\"text\":\"y\"}"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("a.json#0!the line ends within a string"),
            second -> assertThat(second).isEqualTo("a.json#14=y"));
  }

  @Test
  void otherNamesAreLinesHoweverTheyBegin() {
    Path file = write(directory.resolve("a.jsonl"), "[{\"text\":\"x\"}]\n{\"text\":\"y\"}\n");

    assertThat(show(read(file))).containsExactly("a.jsonl#0!not a JSON object", "a.jsonl#15=y");
  }

  @Test
  void elementsThatAreNoObjectsWithATextAreRejectedOneByOne() {
    assertThat(
            readJson(
                "[1, \"a,b\", [{\"text\":\"x\"}], null, {\"text\":tru}, {\"a\":\"\n\"}, {}, {\"text\":\"y\"}]"))
        .containsExactly(
            "a.json#1!not a JSON object",
            "a.json#4!not a JSON object",
            "a.json#11!not a JSON object",
            "a.json#27!not a JSON object",
            "a.json#33!not JSON, expected true (byte 11 of the record)",
            "a.json#47!raw control character 0x0A in a string (byte 6 of the record)",
            "a.json#58!no \"text\"",
            "a.json#62=y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"text\":\"x\"} {\"text\":\"y\"}] | it is no JSON at byte 14: expected ',' or ']'",
        "[{\"text\":\"x\"},] | it is no JSON at byte 14: expected a value",
        "[,{\"text\":\"x\"}] | it is no JSON at byte 1: expected a value",
        "[{\"text\":\"x\"}]] | it is no JSON at byte 14: expected a value",
        "[{\"text\":[\"x\"}] | it is no JSON at byte 13: expected ']'",
        "[{\"text\":\"x\"} | it is cut: it ends within the array that begins at byte 0",
        "[{\"text\":\"x\"}, | it is cut: it ends within the array that begins at byte 0",
        "[{\"text\":\"x\"}, {\"te | it is cut: it ends within the record that begins at byte 15",
        "[{\"text\":\"x\"}, {\"te\\ | it is cut: it ends within the record that begins at byte 15",
      })
  void whatCannotBeTakenApartEndsTheCommand(String json, String problem) {
    Path file = write(directory.resolve("a.json"), json);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "Cannot read file:%s: %s. Correct it, or let its name end in .jsonl where each line is a record",
            file, problem);
  }

  @Test
  void filesAreLargerThanSplitsAndCutOnlyWhereTheyAreLines() {
    write(
        directory.resolve("in/a.json"),
        "[\n" + "{\"text\":\"x\"},\n".repeat(99) + "{\"text\":\"y\"}]");
    write(directory.resolve("in/b.json"), "{\"text\":\"x\"}\n".repeat(100));
    write(
        directory.resolve("in/c.json.gz"),
        compress(utf8("[{\"text\":\"x\"},\n{\"text\":\"z\"}]"), Compression.GZIP));
    CorpusSpec spec = CorpusSpec.of(directory.resolve("in").toString()).withSplitBytes(100);

    List<Split> splits = CorpusReader.plan(spec, HADOOP).splits();

    assertThat(splits.stream().flatMap(split -> split.files().stream()).map(FileRange::name))
        .startsWith("a.json", "b.json", "b.json")
        .endsWith("b.json", "c.json.gz")
        .hasSize(15);
    assertThat(show(read(spec)))
        .hasSize(202)
        .startsWith("a.json#2=x", "a.json#16=x")
        .contains("a.json#1388=y", "b.json#0=x", "b.json#1287=x")
        .endsWith("c.json.gz#1=x", "c.json.gz#15=z");
  }

  /** Jackson is the oracle for where records are and what they hold. */
  @Test
  void agreesWithJacksonHoweverTheStreamIsCut() throws IOException {
    ObjectMapper jackson = new ObjectMapper();
    Random random = new Random(5);
    ArrayNode array = jackson.createArrayNode();
    for (int i = 0; i < 300; i++) {
      ObjectNode object = array.addObject().put("text", scrambled(random));
      object
          .putObject("m")
          .putArray(scrambled(random))
          .add(scrambled(random))
          .add(random.nextInt());
    }
    for (String json : List.of(array.toString(), array.toPrettyString())) {
      List<String> records = new ArrayList<>();
      try (JsonValues values =
          new JsonValues(new Trickle(utf8(json), random), new RecordRoom(1 << 20))) {
        while (values.next()) {
          assertThat(values.isTooLong()).isFalse();
          assertThat(values.length()).isEqualTo(values.to() - values.from());
          assertThat(json.getBytes(StandardCharsets.UTF_8)[(int) values.offset()])
              .isEqualTo((byte) '{');
          records.add(jackson.readTree(values.copy()).toString());
        }
      }
      List<String> expected = new ArrayList<>();
      array.forEach(object -> expected.add(object.toString()));
      assertThat(records).isEqualTo(expected);
    }
  }

  @Test
  void recordsThatAreTooLongShowTheirBeginningAndNothingBehindThemIsLost() throws IOException {
    String json =
        "[{\"text\":\"a\"},{\"text\":\"" + "x".repeat(1_000_000) + "\"},{\"text\":\"b\"}]";

    try (JsonValues values =
        new JsonValues(new ByteArrayInputStream(utf8(json)), new RecordRoom(500_000))) {
      assertThat(values.next()).isTrue();
      assertThat(values.isTooLong()).isFalse();
      assertThat(values.next()).isTrue();
      assertThat(values.isTooLong()).isTrue();
      assertThat(values.offset()).isEqualTo(14);
      assertThat(values.length()).isEqualTo(1_000_011);
      assertThat(new String(values.copy(), StandardCharsets.UTF_8))
          .isEqualTo("{\"text\":\"" + "x".repeat(4096 - 9));
      assertThat(values.next()).isTrue();
      assertThat(values.offset()).isEqualTo(1_000_026);
      assertThat(new String(values.copy(), StandardCharsets.UTF_8)).isEqualTo("{\"text\":\"b\"}");
      assertThat(values.next()).isFalse();
    }
  }

  private List<String> readJson(String json) {
    return show(read(write(directory.resolve("a.json"), json)));
  }

  private static String scrambled(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(20); length > 0; length--) {
      text.append("{}[],:\"\\ \näx".charAt(random.nextInt(12)));
    }
    return text.toString();
  }

  /** Gives a few bytes at a time. */
  private static final class Trickle extends FilterInputStream {
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      super(new ByteArrayInputStream(bytes));
      this.random = random;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(7)));
    }
  }
}
