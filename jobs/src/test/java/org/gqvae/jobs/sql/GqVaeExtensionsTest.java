package org.gqvae.jobs.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.gqvae.jobs.tokenize.TokenizeSettings;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GqVaeExtensionsTest {
  private static final String TEXT = "the cat is catching mice größer";

  private static SparkWithExtensions spark;

  @TempDir Path folder;
  private TokenizeFixture fixture;
  private String tokenizer;

  @BeforeAll
  static void begin() {
    spark = new SparkWithExtensions();
  }

  @AfterAll
  static void end() {
    spark.close();
  }

  @BeforeEach
  void writeTheTokenizer() throws IOException {
    fixture = new TokenizeFixture(folder);
    tokenizer = folder.resolve("tokenizer").toString();
  }

  @Test
  void encodesAsTokenizeDoes() throws IOException {
    fixture.writeLines(60);
    assertEncodedAsTokenized();
  }

  @Test
  void encodesRealTextAsTokenizeDoes() throws IOException {
    Path corpora = Needed.corpora("");
    try (Stream<Path> files = Files.list(corpora)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
        fixture.write(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    assertEncodedAsTokenized("input.split-bytes=64MB");
  }

  private void assertEncodedAsTokenized(String... assignments) throws IOException {
    fixture.tokenize(spark.session(), "out", OutputMode.REFUSE, assignments);
    List<Integer> expected =
        fixture.documents("out").stream()
            .flatMap(List::stream)
            .map(GqVaeExtensionsTest::hash)
            .toList();
    List<byte[]> texts = documents(fixture.settings("out", OutputMode.REFUSE, assignments));
    List<Integer> encoded =
        spark
            .texts(DataTypes.BinaryType, texts)
            .orderBy("i")
            .select(call("gqvae_encode(text, '%s')"))
            .collectAsList()
            .stream()
            .map(row -> row.<Integer>getList(0).hashCode())
            .toList();
    assertThat(encoded).isEqualTo(expected).hasSizeGreaterThan(50);
  }

  /** Of a list of all the document's ids. */
  private static int hash(List<TokenRow> chunks) {
    return chunks.stream()
        .flatMapToInt(chunk -> Arrays.stream(chunk.inputIds()))
        .boxed()
        .toList()
        .hashCode();
  }

  private static List<byte[]> documents(TokenizeSettings settings) {
    List<byte[]> texts = new ArrayList<>();
    for (Split split : TokenizeFixture.splits(settings)) {
      try (CorpusReader records =
          CorpusReader.open(split, settings.corpus().spec(), TokenizeFixture.HADOOP)) {
        while (records.hasNext()) {
          if (records.next() instanceof Document document) {
            texts.add(document.text());
          }
        }
      }
    }
    return texts;
  }

  @Test
  void encodesStringsAsTheirBytes() {
    List<?> ofStrings = column(DataTypes.StringType, TEXT, "gqvae_encode(text, '%s')");
    List<?> ofBytes =
        column(DataTypes.BinaryType, TEXT.getBytes(UTF_8), "gqvae_encode(text, '%s')");
    assertThat(ofStrings).isEqualTo(ofBytes).hasSize(1);
  }

  @Test
  void givesTheSameIdsWithoutGeneratedCode() {
    String encode = "gqvae_encode(text, '%s')";
    List<?> generated = column(DataTypes.StringType, TEXT, encode);
    spark.session().conf().set("spark.sql.codegen.wholeStage", "false");
    spark.session().conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    try {
      assertThat(column(DataTypes.StringType, TEXT, encode)).isEqualTo(generated);
    } finally {
      spark.session().conf().unset("spark.sql.codegen.wholeStage");
      spark.session().conf().unset("spark.sql.codegen.factoryMode");
    }
  }

  @Test
  void staysInGeneratedCode() {
    Dataset<Row> counts =
        spark
            .session()
            .range(5)
            .selectExpr("gqvae_token_count(cast(id AS string), '%s')".formatted(tokenizer));
    assertThat(counts.queryExecution().executedPlan().toString())
        .containsPattern("\\*\\(\\d+\\) Project \\[gqvae_token_count");
  }

  @Test
  void decodesWhatItEncodesAlsoWhereThatIsNotUtf8() {
    byte[] bytes = {(byte) 0xFF, 't', 'h', 'e', 0, (byte) 0xC3};
    assertThat(
            column(DataTypes.BinaryType, bytes, "gqvae_decode(gqvae_encode(text, '%1$s'), '%1$s')"))
        .containsExactly(bytes);
  }

  @Test
  void decodesIdsOfAnyWholeNumberType() {
    assertThat(
            spark
                .session()
                .sql("SELECT gqvae_decode(array(72L, 105L), '%s')".formatted(tokenizer))
                .head()
                .<byte[]>getAs(0))
        .isEqualTo("Hi".getBytes(UTF_8));
  }

  @Test
  void countsTheTokensThatItEncodes() {
    assertThat(
            column(
                DataTypes.StringType,
                TEXT,
                "gqvae_token_count(text, '%1$s') = size(gqvae_encode(text, '%1$s'))"))
        .isEqualTo(List.of(true));
  }

  @Test
  void givesNullForNull() {
    for (String call :
        List.of(
            "gqvae_encode(text, '%s')",
            "gqvae_token_count(text, '%s')",
            "gqvae_decode(cast(text AS array<int>), '%s')",
            "gqvae_encode(NULL, '%s')")) {
      DataType type =
          call.contains("decode")
              ? DataTypes.createArrayType(DataTypes.IntegerType)
              : DataTypes.StringType;
      assertThat(column(type, null, call)).as(call).containsExactly((Object) null);
    }
  }

  @Test
  void namesItsColumnByTheCall() {
    assertThat(
            spark
                .texts(DataTypes.StringType, List.of(TEXT))
                .select(call("gqvae_token_count(text, '%s')"))
                .columns())
        .containsExactly("gqvae_token_count(text, file:" + tokenizer + ")");
  }

  @Test
  void describesItself() {
    assertThat(spark.session().sql("DESCRIBE FUNCTION EXTENDED gqvae_encode").collectAsList())
        .extracting(row -> row.getString(0))
        .anySatisfy(line -> assertThat(line).contains("gqvae_encode(text, tokenizer) - Returns"))
        .anySatisfy(line -> assertThat(line).contains("> SELECT gqvae_encode('Once upon"));
  }

  @Test
  void encodesAStreamOfFiles() throws Exception {
    Path input = Files.createDirectory(folder.resolve("stream"));
    Files.writeString(input.resolve("first.txt"), TEXT + "\n\n");
    StreamingQuery query =
        spark
            .session()
            .readStream()
            .text(input.toString())
            .selectExpr("value", "gqvae_encode(value, '%s') AS ids".formatted(tokenizer))
            .writeStream()
            .format("memory")
            .queryName("encoded")
            .trigger(Trigger.ProcessingTime(0))
            .start();
    try {
      query.processAllAvailable();
      Files.writeString(input.resolve("second.txt"), "mice\n");
      query.processAllAvailable();
    } finally {
      query.stop();
    }
    Dataset<Row> encoded = spark.session().table("encoded");
    assertThat(encoded.select("value").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(TEXT, "", "mice");
    assertThat(
            encoded
                .where("cast(gqvae_decode(ids, '%s') AS string) = value".formatted(tokenizer))
                .count())
        .isEqualTo(3);
  }

  @Test
  void keepsTheTokenizerThatWasThereWhenAQueryWasAnalysed() throws IOException {
    Dataset<Row> texts = spark.texts(DataTypes.StringType, List.of("cat"));
    Dataset<Row> before = texts.select(call("gqvae_token_count(text, '%s')"));
    TokenizerDirectory.write(
        new org.apache.hadoop.fs.Path(tokenizer),
        TokenizerArtifact.of(
            TokenizerKind.GQVAE,
            PreTokenizer.GPT2,
            Policy.VITERBI,
            "segments",
            Vocabulary.of(List.of("cat".getBytes(UTF_8))),
            List.of(),
            Optional.empty()),
        TokenizeFixture.HADOOP);
    Dataset<Row> after = texts.select(call("gqvae_token_count(text, '%s')"));
    assertThat(before.head().getInt(0)).isEqualTo(3);
    assertThat(after.head().getInt(0)).isEqualTo(1);
  }

  @Test
  void refusesAPathWithoutATokenizer() {
    assertThatThrownBy(() -> sql("gqvae_encode('x', '%s/none')"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(tokenizer + "/none/manifest.json")
        .hasMessageContaining("expected a tokenizer directory");
  }

  @Test
  void refusesAPathThatIsNoConstantString() {
    String expected =
        "expected a constant string, the path of a tokenizer directory, such as gqvae";
    for (String path : List.of("text", "7", "cast(NULL AS string)")) {
      assertThatThrownBy(
              () ->
                  spark
                      .texts(DataTypes.StringType, List.of(TEXT))
                      .selectExpr("gqvae_encode(text, " + path + ")"))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("Invalid tokenizer of gqvae_encode: ")
          .hasMessageContaining(expected);
    }
  }

  @Test
  void refusesAnEmptyPath() {
    assertThatThrownBy(() -> sql("gqvae_encode('x', '')"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'' is no Hadoop path");
  }

  @Test
  void refusesACallWithoutATokenizer() {
    assertThatThrownBy(() -> sql("gqvae_decode(array(1))"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Invalid call of gqvae_decode with 1 arguments, expected 2");
  }

  @Test
  void refusesIdsThatStandForNoText() {
    int special = TokenizeFixture.VOCABULARY.ordinaryIds();
    for (String id : List.of("-1", Integer.toString(special))) {
      assertThatThrownBy(() -> sql("gqvae_decode(array(65, " + id + "), '%s')").collectAsList())
          .hasStackTraceContaining(
              "Invalid id: %s (element 1 of an array to decode), expected 0 to %d"
                  .formatted(id, special - 1));
    }
  }

  @Test
  void refusesNullsAmongIds() {
    assertThatThrownBy(() -> sql("gqvae_decode(array(65, NULL), '%s')").collectAsList())
        .hasStackTraceContaining("Invalid id: null (element 1 of an array to decode)");
  }

  private Dataset<Row> sql(String call) {
    return spark.session().sql("SELECT " + call.formatted(tokenizer));
  }

  private Column call(String call) {
    return expr(call.formatted(tokenizer));
  }

  private List<Object> column(DataType type, Object value, String call) {
    List<Object> values = new ArrayList<>();
    values.add(value);
    List<Object> results = new ArrayList<>();
    for (Row row : spark.texts(type, values).select(call(call)).collectAsList()) {
      results.add(row.isNullAt(0) ? null : row.get(0));
    }
    return results;
  }
}
