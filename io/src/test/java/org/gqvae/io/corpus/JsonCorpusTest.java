package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;
import static org.gqvae.io.corpus.Corpora.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gqvae.io.failure.UsageException;
import org.gqvae.model.text.Utf8;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCorpusTest {
  @TempDir Path directory;

  @Test
  void aLineIsADocument() {
    assertThat(readLines("{\"id\":\"a\",\"text\":\"x\\ny\"}\n{\"text\":\"z\"}"))
        .containsExactly("a=x\ny", "a.jsonl#25=z");
  }

  @Test
  void blankLinesAndAByteOrderMarkAtTheFilesStartAreNoRecords() {
    assertThat(readLines("\uFEFF \r\n\n\t\n{\"text\":\"x\"}\r\n\n")).containsExactly("a.jsonl#9=x");
    assertThat(readLines("\uFEFF{\"text\":\"x\"}\n\uFEFF{\"text\":\"y\"}"))
        .containsExactly("a.jsonl#0=x", "a.jsonl#16!not a JSON object");
  }

  @Test
  void ofEqualKeysTheLastCounts() {
    assertThat(
            readLines("{\"text\":1,\"id\":\"a\",\"text\":\"x\",\"t\\u0065xt\":\"y\",\"id\":null}"))
        .containsExactly("a.jsonl#0=y");
  }

  @Test
  void idsThatAreNumbersBecomeTheirJsonText() {
    assertThat(
            readLines(
                "{\"id\":1.50E+3,\"text\":\"x\"}\n{\"id\":12345678901234567890,\"text\":\"y\"}"))
        .containsExactly("1.50E+3=x", "12345678901234567890=y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":true,\"text\":\"x\"} | \"id\" is a boolean",
        "{\"id\":[],\"text\":\"x\"} | \"id\" is an array",
        "{\"id\":{},\"text\":\"x\"} | \"id\" is an object",
        "{\"text\":\"x\",\"n\":NaN} | not JSON, expected a value (byte 16 of the line)",
        "{\"text\":\"x\",\"n\":01} | expected '}'",
        "{\"text\":\"x\",\"n\":1.} | expected a digit",
        "{\"text\":\"x\",\"n\":-} | expected a digit",
        "{\"text\":\"x\",\"n\":+1} | expected a value",
        "{\"text\":\"x\",\"n\":truth} | expected true",
        "{\"text\":\"x\",\"n\":[1,]} | expected a value",
        "{\"text\":\"x\",\"n\":[1}} | expected ',' or ']'",
        "{\"text\":\"x\",\"n\":{\"a\"}} | expected ':'",
        "{\"text\":\"x\",\"n\":\"\\ud800\"} | lone surrogate",
        "{\"text\":\"x\",\"\\ud800\":1} | lone surrogate",
        "{\"text\":\"\\ud800\\u0041\"} | lone surrogate",
        "{\"text\":\"\\x41\"} | unknown escape",
        "{\"text\":\"\\u12g4\"} | unknown escape",
        "{\"text\":\"\\u12\"} | unknown escape",
        "{\"text\":\"x\" /* comment */} | expected '}'",
        "{text:\"x\"} | not JSON",
        "{\"text\":\"x\"}, | more than one JSON object",
        "{\"text\":\"x\"}} | more than one JSON object",
        "{\"text\":\"x\" | the line ends where",
        "{ | the line ends where",
        "{} | no \"text\"",
        "null | not a JSON object",
      })
  void aLineThatIsNoObjectWithATextIsRejected(String line, String reason) {
    assertThat(readLines(line + "\n{\"text\":\"next\"}"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("a.jsonl#0!").contains(reason),
            second -> assertThat(second).endsWith("=next"));
  }

  @Test
  void aRejectedLineKeepsItsBytes() {
    Path file = write(directory.resolve("a.jsonl"), "\uFEFF{\r\n");

    assertThat(read(file))
        .singleElement()
        .isInstanceOfSatisfying(
            Rejected.class, line -> assertThat(line.raw()).isEqualTo(Corpora.utf8("\uFEFF{\r")));
  }

  @Test
  void keptColumnsAreStringsAsTheyAreAndOtherValuesAsTheirJson() {
    Path file =
        write(
            directory.resolve("a.json"),
            "{\"s\":\"\\u00e9\",\"n\":1.0,\"o\":{ \"a\":[1, 2] } ,\"b\":false,\"z\":null,\"text\":\"x\"}");
    CorpusSpec spec =
        CorpusSpec.of(file.toString())
            .withKeptColumns(List.of("s", "n", "o", "b", "z", "absent", "text"));

    assertThat(show(read(spec)))
        .containsExactly("a.json#0=x[é, 1.0, { \"a\":[1, 2] }, false, null, null, x]");
  }

  @Test
  void textAndIdMayHaveOtherNames() {
    Path file = write(directory.resolve("a.jsonl"), "{\"content\":\"x\",\"url\":\"u\"}");
    CorpusSpec spec = CorpusSpec.of(file.toString()).withTextColumn("content").withIdColumn("url");

    assertThat(show(read(spec))).containsExactly("u=x");
  }

  @Test
  void dotsNameFieldsInObjects() {
    Path file =
        write(
            directory.resolve("a.jsonl"),
            "{\"meta\":{\"id\":7,\"a\":{\"t\\u0065xt\":\"x\",\"lang\":\"en\"}},\"text\":\"no\"}\n"
                + "{\"meta\":{\"a\":{\"text\":\"first\"}},\"meta\":{\"a\":{\"text\":\"last\"}}}\n"
                + "{\"meta\":{\"a\":\"text\"}}\n"
                + "{\"meta\":{\"a\":{\"text\":null}}}\n");
    CorpusSpec spec =
        CorpusSpec.of(file.toString())
            .withTextColumn("meta.a.text")
            .withIdColumn("meta.id")
            .withKeptColumns(List.of("meta.a.lang", "meta.a.none.at.all"));

    assertThat(show(read(spec)))
        .containsExactly(
            "7=x[en, null]",
            "a.jsonl#64=last[null, null]",
            "a.jsonl#125!no \"meta.a.text\"",
            "a.jsonl#147!\"meta.a.text\" is null");
  }

  @Test
  void aKeyWithDotsGoesBeforeFieldsAndAloneWhereTheyAreEscaped() {
    Path file =
        write(
            directory.resolve("a.jsonl"),
            "{\"a.b\":\"key\",\"a\":{\"b\":\"field\"}}\n{\"a\":{\"b\":\"field\",\"c\\\\d\":\"e\"}}\n");
    CorpusSpec spec =
        CorpusSpec.of(file.toString())
            .withTextColumn("a.b")
            .withKeptColumns(List.of("a\\.b", "a.c\\d", "a.c\\\\d"));

    assertThat(show(read(spec)))
        .containsExactly("a.jsonl#0=key[key, null, null]", "a.jsonl#32=field[null, e, e]");
  }

  @Test
  void columnsThatNoneOfTheFirstRecordsHasAreNamedWithThoseThereAre() {
    Path file =
        write(
            directory.resolve("a.jsonl"),
            "\uFEFF{\"id\":1,\"meta\":{\"te.xt\":\"x\"}}\n{broken\n{\"text\":\"y\"}\n");
    CorpusSpec spec = CorpusSpec.of(file.toString()).withTextColumn("txt").withIdColumn("meta.url");

    assertThatThrownBy(() -> CorpusReader.plan(spec, HADOOP))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid text-column: txt (the beginning of file:%s has no such column), expected one of: id, meta, meta.te\\.xt, text. Did you mean text?\n"
                + "Invalid id-column: meta.url (the beginning of file:%s has no such column), expected one of: id, meta, meta.te\\.xt, text",
            file, file);
    assertThat(show(read(spec.withTextColumn("text").withIdColumn("id")))).hasSize(3);
  }

  @Test
  void theFirstThousandRecordsDecideWhetherAColumnIsThere() {
    Path file =
        write(
            directory.resolve("a.jsonl"),
            "{\"t\":1}\n".repeat(999) + "{\"text\":\"x\"}\n{\"t\":2}\n");

    assertThat(read(file)).hasSize(1001).filteredOn(Document.class::isInstance).hasSize(1);
    write(file, "{\"t\":1}\n".repeat(1000) + "{\"text\":\"x\"}\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("has no such column), expected one of: t");
  }

  @Test
  void depthAndLengthHaveNoLimit() {
    int many = 1_000_000;
    String deep = "[".repeat(many) + "]".repeat(many);
    String number = "9".repeat(many);
    String text = "x".repeat(30 * many);

    assertThat(readLines("{\"d\":" + deep + ",\"id\":" + number + ",\"text\":\"" + text + "\"}"))
        .containsExactly(number + "=" + text);
  }

  @Test
  void eachHazardIsTakenOrRejectedAsTheTableSays() throws IOException {
    Path hazards = Needed.corpora("hostile/jsonl_hazards.jsonl");
    List<String[]> table = new ArrayList<>();
    try (InputStream rows = getClass().getResourceAsStream("jsonl_hazards.tsv")) {
      new String(rows.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .forEach(row -> table.add(row.split("\t", -1)));
    }

    List<CorpusRecord> records = read(hazards);

    assertThat(records).hasSameSizeAs(table);
    for (int i = 0; i < records.size(); i++) {
      String expected = table.get(i)[2];
      if (records.get(i) instanceof Rejected rejected) {
        assertThat(expected).as("line %s", table.get(i)[0]).startsWith("! ");
        assertThat(rejected.reason()).contains(expected.substring(2));
        assertThat(rejected.offset()).isEqualTo(Long.parseLong(table.get(i)[1]));
      } else {
        assertThat(((Document) records.get(i)).id())
            .as("line %s", table.get(i)[0])
            .isEqualTo(expected);
      }
    }
  }

  /** Jackson is the oracle, but for lone surrogates, which it lets pass. */
  @Test
  void agreesWithJacksonOnDamagedLines() throws IOException {
    ObjectMapper jackson =
        new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    String[] seeds = {
      "{\"id\":\"a\",\"text\":\"caf\\u00e9 \\ud83d\\ude00 \\\"q\\\" é😀\\n\",\"n\":[1,-2.5e+3,{\"k\":null}]}",
      "{ \"text\" : \"x\\\\y\\/z\" , \"id\" : 17 , \"o\" : { \"a\" : [ true , false , [ ] , { } ] } }",
    };
    byte[] spice = Corpora.utf8("{}[]\",:\\u0019dDe.+-tnfx \t\u0001");
    Random random = new Random(20);
    int documents = 0;
    for (int i = 0; i < 15_000; i++) {
      byte[] line = Corpora.utf8(seeds[i % seeds.length]);
      for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
        line[random.nextInt(line.length)] = spice[random.nextInt(spice.length)];
      }
      String shown = new String(line, StandardCharsets.UTF_8);
      if (!Utf8.isWellFormed(line, 0, line.length)) {
        continue;
      }
      CorpusRecord record = readLine(line);
      JsonNode expected = readWithJackson(jackson, shown);
      boolean isDocument =
          expected.isObject()
              && expected.path("text").isTextual()
              && !expected.path("id").isBoolean()
              && !expected.path("id").isContainerNode();
      if (record instanceof Document document) {
        assertThat(isDocument).as(shown).isTrue();
        assertThat(new String(document.text(), StandardCharsets.UTF_8))
            .isEqualTo(expected.path("text").textValue());
        documents++;
      } else if (!((Rejected) record).reason().contains("lone surrogate")) {
        assertThat(isDocument).as("%s: %s", shown, record).isFalse();
      }
    }
    assertThat(documents).isBetween(500, 14_000);
  }

  private static CorpusRecord readLine(byte[] line) throws IOException {
    FileRange file =
        new FileRange(
            "a",
            "a",
            CorpusFormat.JSONL,
            Compression.NONE,
            new FileState(line.length, 0),
            0,
            line.length);
    LineScanner lines =
        LineScanner.over(new ByteArrayInputStream(line), new RecordRoom(line.length));
    try (JsonSource source = new JsonSource(file, lines, CorpusSpec.of("a"))) {
      return source.next();
    }
  }

  private static JsonNode readWithJackson(ObjectMapper jackson, String line) {
    try {
      return jackson.readTree(line);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  @Test
  void placesServeAsIdsWhereNoKeyShall() {
    Path file = write(directory.resolve("a.jsonl"), "{\"id\":\"one\",\"\":[2],\"text\":\"x\"}\n");

    assertThat(show(read(CorpusSpec.of(file.toString()).withIdColumn(""))))
        .containsExactly("a.jsonl#0=x");
  }

  private List<String> readLines(String lines) {
    return show(read(write(directory.resolve("a.jsonl"), lines)));
  }
}
