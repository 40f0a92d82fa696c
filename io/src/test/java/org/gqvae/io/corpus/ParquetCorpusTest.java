package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetCorpusTest {
  private static final String SCHEMA =
      "message m {"
          + " optional int32 n; optional binary text (UTF8); optional binary id (UTF8);"
          + " optional int64 big; optional boolean b; optional double d; optional binary raw;"
          + " optional int32 day (DATE); optional int64 price (DECIMAL(10,2));"
          + " optional float f; optional int64 at (TIMESTAMP(MILLIS,true)); optional int96 old;"
          + " optional fixed_len_byte_array(4) four; optional fixed_len_byte_array(2) cost"
          + " (DECIMAL(4,1)); optional binary much (DECIMAL(20,3));"
          + " optional fixed_len_byte_array(16) uuid (UUID);"
          + " repeated binary tags (UTF8); optional group nested { optional int32 x; optional group"
          + " deep { optional binary text; optional binary lang (UTF8); } repeated group many {"
          + " optional binary y (UTF8); } } optional binary a.b (UTF8); optional group a {"
          + " optional binary b (UTF8); } }";

  @TempDir Path directory;

  @Test
  void aRowIsADocumentAndARowWithoutATextIsNone() throws IOException {
    Path file =
        write(
            "a.parquet",
            row -> row.append("text", "x").append("id", "one"),
            row -> row.append("id", "two"),
            row -> row.append("text", "y\nz"));

    assertThat(show(read(file)))
        .containsExactly("one=x", "a.parquet#1!\"text\" is null", "a.parquet#2=y\nz");
  }

  @Test
  void bytesThatAreNoUtf8StayAsTheyAre() throws IOException {
    byte[] bytes = {(byte) 0xC0, 0, (byte) 0x80};
    Path file = write("a.parquet", row -> row.append("raw", Binary.fromConstantByteArray(bytes)));

    assertThat(read(CorpusSpec.of(file.toString()).withTextColumn("raw")))
        .containsExactly(new Document("a.parquet#0", bytes));
  }

  @Test
  void integersServeAsIds() throws IOException {
    Path file = write("a.parquet", row -> row.append("text", "x").append("big", -5_000_000_000L));

    assertThat(show(read(CorpusSpec.of(file.toString()).withIdColumn("big"))))
        .containsExactly("-5000000000=x");
  }

  @Test
  void idsAreTheStringsThatKeptColumnsWouldBe() throws IOException {
    byte[] uuid = {0, 17, 34, 51, 68, 85, 102, 119, -120, -103, -86, -69, -52, -35, -18, -1};
    Path file =
        write(
            "a.parquet",
            row ->
                row.append("text", "x")
                    .append("b", true)
                    .append("d", 0.5)
                    .append("day", 365)
                    .append("price", 1234L)
                    .append("at", 1_000L)
                    .append("cost", Binary.fromConstantByteArray(new byte[] {1, 2}))
                    .append("uuid", Binary.fromConstantByteArray(uuid)));

    assertThat(idBy("b", file)).isEqualTo("true=x[true]");
    assertThat(idBy("d", file)).isEqualTo("0.5=x[0.5]");
    assertThat(idBy("day", file)).isEqualTo("1971-01-01=x[1971-01-01]");
    assertThat(idBy("price", file)).isEqualTo("12.34=x[12.34]");
    assertThat(idBy("at", file))
        .isEqualTo("1970-01-01T00:00:01.000+0000=x[1970-01-01T00:00:01.000+0000]");
    assertThat(idBy("cost", file)).isEqualTo("25.8=x[25.8]");
    assertThat(idBy("uuid", file))
        .isEqualTo("00112233-4455-6677-8899-aabbccddeeff=x[00112233-4455-6677-8899-aabbccddeeff]");
  }

  private static String idBy(String column, Path file) {
    CorpusSpec spec = CorpusSpec.of(file.toString());
    return show(read(spec.withIdColumn(column).withKeptColumns(List.of(column)))).get(0);
  }

  @Test
  void placesServeAsIdsWhereNoColumnShall() throws IOException {
    Path file = write("a.parquet", row -> row.append("text", "x").append("id", "one"));

    assertThat(show(read(CorpusSpec.of(file.toString()).withIdColumn(""))))
        .containsExactly("a.parquet#0=x");
  }

  @Test
  void keptColumnsBecomeStrings() throws IOException {
    Path file =
        write(
            "a.parquet",
            row ->
                row.append("text", "x")
                    .append("n", 7)
                    .append("b", true)
                    .append("d", 0.5)
                    .append("raw", "é")
                    .append("day", 365)
                    .append("price", 1234L));
    CorpusSpec spec =
        CorpusSpec.of(file.toString())
            .withKeptColumns(List.of("n", "b", "d", "raw", "day", "price", "big", "text"));

    assertThat(show(read(spec)))
        .containsExactly("a.parquet#0=x[7, true, 0.5, é, 1971-01-01, 12.34, null, x]");
  }

  @Test
  void rarerTypesOfKeptColumnsBecomeTheStringsThatParquetMakesOfThem() throws IOException {
    byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    Path file =
        write(
            "a.parquet",
            row ->
                row.append("text", "x")
                    .append("f", 0.1f)
                    .append("at", 1_000L)
                    .append("old", Binary.fromConstantByteArray(bytes))
                    .append("four", Binary.fromConstantByteArray(bytes, 8, 4))
                    .append("cost", Binary.fromConstantByteArray(bytes, 1, 2))
                    .append("much", Binary.fromConstantByteArray(bytes, 4, 2)));
    CorpusSpec spec =
        CorpusSpec.of(file.toString())
            .withKeptColumns(List.of("f", "at", "old", "four", "cost", "much"));

    assertThat(show(read(spec)))
        .containsExactly(
            "a.parquet#0=x[0.1, 1970-01-01T00:00:01.000+0000, 0x000102030405060708090A0B,"
                + " 0x08090A0B, 25.8, 1.029]");
  }

  @Test
  void allColumnsThatAreMissingAreNamedWithThoseThereAre() throws IOException {
    Path file = write("a.parquet", row -> row.append("text", "x"));
    CorpusSpec spec =
        CorpusSpec.of(file.toString())
            .withTextColumn("txt")
            .withIdColumn("url")
            .withKeptColumns(List.of("lang"));

    assertThatThrownBy(() -> CorpusReader.plan(spec, HADOOP))
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.problems()).hasSize(3))
        .hasMessageContaining("text-column: txt")
        .hasMessageContaining("expected one of: n, text, id, big,");
  }

  @Test
  void dotsNameFieldsInGroups() throws IOException {
    Path file =
        write(
            "a.parquet",
            row -> {
              Group nested = row.append("id", "one").addGroup("nested").append("x", 7);
              nested.addGroup("deep").append("text", "x").append("lang", "en");
            },
            row -> row.addGroup("nested").addGroup("deep").append("text", "y"),
            row -> row.append("id", "two").addGroup("nested").append("x", 8),
            row -> row.append("id", "three"));
    CorpusSpec spec =
        CorpusSpec.of(file.toString())
            .withTextColumn("nested.deep.text")
            .withKeptColumns(List.of("id", "nested.deep.lang", "nested.x"));

    assertThat(show(read(spec)))
        .containsExactly(
            "one=x[one, en, 7]",
            "a.parquet#1=y[null, null, null]",
            "a.parquet#2!\"nested.deep.text\" is null",
            "a.parquet#3!\"nested.deep.text\" is null");
    assertThat(show(read(spec.withIdColumn("nested.x").withKeptColumns(List.of()))))
        .startsWith("7=x", "a.parquet#1=y");
  }

  @Test
  void aColumnWithDotsGoesBeforeFields() throws IOException {
    Path file =
        write(
            "a.parquet",
            row -> row.append("a.b", "column").addGroup("a").append("b", "field"),
            row -> row.addGroup("a").append("b", "field"));

    for (String name : List.of("a.b", "a\\.b")) {
      assertThat(show(read(CorpusSpec.of(file.toString()).withTextColumn(name))))
          .containsExactly("a.parquet#0=column", "a.parquet#1!\"a.b\" is null");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.deep.txt", "nested.deep.text.x", "nested\\.deep.text"})
  void fieldsThatAreMissingAreNamedWithThoseThereAre(String column) throws IOException {
    Path file = write("a.parquet", row -> row.append("text", "x"));

    assertThatThrownBy(() -> read(CorpusSpec.of(file.toString()).withTextColumn(column)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            "Invalid text-column: %s (file:%s has no such column), expected one of: n, text, id, ",
            column, file)
        .hasMessageContaining(
            ", tags, nested.x, nested.deep.text, nested.deep.lang, nested, a\\.b, a.b. Did you mean nested.deep.text?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"n", "tags", "nested", "price", "nested.x", "nested.deep", "nested.many.y"})
  void aTextColumnHoldsStringsOrBytes(String column) throws IOException {
    Path file = write("a.parquet", row -> row.append("text", "x"));

    assertThatThrownBy(() -> read(CorpusSpec.of(file.toString()).withTextColumn(column)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("text-column: " + column);
  }

  @ParameterizedTest
  @ValueSource(longs = {500, 30_000, 100_000, 250_000})
  void splitsAreCutEvenlyAndGiveTheSameRowsInTheSameOrder(long splitBytes) throws IOException {
    Path file = write("in/a.parquet", rowsOfManyGroups());
    write("in/b.parquet", List.of(row -> row.append("text", "last")));
    CorpusSpec spec = CorpusSpec.of(directory.resolve("in").toString());
    List<CorpusRecord> whole = read(spec);

    assertThat(whole).hasSize(401);
    assertThat(((Document) whole.get(399)).id()).isEqualTo("a.parquet#399");
    CorpusSpec cut = spec.withSplitBytes(splitBytes);
    assertThat(CorpusReader.plan(cut, HADOOP).splits())
        .hasSizeGreaterThanOrEqualTo((int) (Files.size(file) / splitBytes))
        .allMatch(split -> split.bytes() <= splitBytes);
    assertThat(read(cut)).isEqualTo(whole);
  }

  @Test
  void aFileBehindTheFirstIsCutWithoutALookIntoIt() throws IOException {
    write("in/a.parquet", row -> row.append("text", "x"));
    Path damaged = Corpora.write(directory.resolve("in/b.parquet"), "no Parquet".repeat(10));
    CorpusSpec spec = CorpusSpec.of(directory.resolve("in").toString()).withSplitBytes(40);

    List<Split> splits = CorpusReader.plan(spec, HADOOP).splits();

    assertThat(splits.stream().flatMap(split -> split.files().stream()))
        .filteredOn(range -> range.name().equals("b.parquet"))
        .extracting(range -> range.start() + "-" + range.end())
        .containsExactly("0-40", "40-80", "80-100");
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(damaged.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {30_000, 100_000, 10_000_000})
  void piecesToLookIntoAreRowGroupsAndTogetherAllRows(long splitBytes) throws IOException {
    CorpusSpec spec = CorpusSpec.of(write("a.parquet", rowsOfManyGroups()).toString());
    CorpusPlan plan = CorpusReader.plan(spec.withSplitBytes(splitBytes), HADOOP);
    List<Split> pieces = plan.pieces(1_000, 1_000, HADOOP);

    assertThat(pieces).hasSizeGreaterThan(4);
    assertThat(pieces)
        .allSatisfy(piece -> assertThat(Corpora.read(List.of(piece), spec)).isNotEmpty());
    assertThat(Corpora.read(pieces, spec)).isEqualTo(read(spec));
  }

  private static List<Consumer<Group>> rowsOfManyGroups() {
    Random random = new Random(1);
    return IntStream.range(0, 400)
        .<Consumer<Group>>mapToObj(
            i -> row -> row.append("text", Long.toHexString(random.nextLong()).repeat(64)))
        .toList();
  }

  @Test
  void aFileThatIsNoParquetIsNamed() {
    Path file = Corpora.write(directory.resolve("a.parquet"), "not parquet at all");

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot read file:%s: it is no Parquet file or a damaged one. Write it again, or leave it out of the input",
            file);
  }

  @Test
  void aDamagedPageEndsReadingRatherThanBecomesADocument() throws IOException {
    Path file = write("a.parquet", row -> row.append("text", "abcdefghij".repeat(100)));
    byte[] bytes = Files.readAllBytes(file);
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("jabc");
    bytes[place] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "Cannot read file:%s: it is no Parquet file or a damaged one. Write it again, or leave it out of the input",
            file);
  }

  @Test
  void aParquetFileIsNotCompressedAsAWhole() {
    Path file = Corpora.write(directory.resolve("a.parquet.gz"), "");

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Decompress it first");
  }

  @SafeVarargs
  private Path write(String name, Consumer<Group>... rows) throws IOException {
    return write(name, List.of(rows));
  }

  private Path write(String name, List<Consumer<Group>> rows) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType(SCHEMA);
    Path file = directory.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withType(schema)
            .withConf(HADOOP)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(50_000L)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(10)
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = new SimpleGroup(schema);
        row.accept(group);
        writer.write(group);
      }
    }
    return file;
  }
}
