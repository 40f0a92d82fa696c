package org.gqvae.jobs;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.UserDefinedType;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.jobs.cli.Provenances;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What strangers may have made. */
class HostileArtifactTest {
  private static final MessageType WORDS =
      Types.buildMessage()
          .addField(Types.required(BINARY).named("word"))
          .addField(Types.required(INT64).named("count"))
          .named("words");
  private static final String TYPES =
      """
      {"type": "struct", "fields": [
        {"name": "word", "nullable": false, "metadata": {},
         "type": {"type": "udt", "class": "%s", "pyClass": null, "sqlType": "binary"}},
        {"name": "count", "nullable": false, "metadata": {}, "type": "long"}]}
      """
          .formatted(Bait.class.getName());
  private static final String SPARKS_TYPES = "org.apache.spark.sql.parquet.row.metadata";

  private static boolean taken;

  @TempDir Path folder;

  /** A class that a footer names. */
  public static final class Bait extends UserDefinedType<byte[]> {
    private static final long serialVersionUID = 1L;

    public Bait() {
      taken = true;
    }

    @Override
    public DataType sqlType() {
      return DataTypes.BinaryType;
    }

    @Override
    public Object serialize(byte[] value) {
      return value;
    }

    @Override
    public byte[] deserialize(Object value) {
      return (byte[]) value;
    }

    @Override
    public Class<byte[]> userClass() {
      return byte[].class;
    }
  }

  @Test
  void makesNoObjectOfAClassThatCountedWordsName() throws IOException {
    DataType.fromJson(TYPES);
    assertThat(taken).as("the bait works").isTrue();
    taken = false;

    Path words = folder.resolve("words.parquet");
    write(words.resolve("a.parquet"), WORDS, "the", Map.of(SPARKS_TYPES, TYPES));
    CountedWords.check(hadoop(words), new Configuration());
    assertThat(CountedWords.entries(hadoop(words), LocalSpark.session()).collect())
        .containsExactly(new WordCounts.Entry(Word.of("the".getBytes(StandardCharsets.UTF_8)), 1));
    assertThat(taken).isFalse();
  }

  @Test
  void looksAtAllFilesOfCountedWords() throws IOException {
    Path words = folder.resolve("words.parquet");
    write(words.resolve("a.parquet"), WORDS, "the", Map.of());
    MessageType other =
        Types.buildMessage()
            .addField(Types.required(BINARY).named("word"))
            .addField(Types.required(INT64).named("counts"))
            .named("words");
    write(words.resolve("b.parquet"), other, "cat", Map.of());
    assertThatThrownBy(() -> CountedWords.check(hadoop(words), new Configuration()))
        .hasMessageContaining("b.parquet: its columns are ")
        .hasMessageContaining("expected counted words");
  }

  @ParameterizedTest
  @CsvSource({
    "the, 0, 'the count of the is 0, '",
    "the, -1, 'the count of the is -1, '",
    "the, 9223372036854775807, 'the count of the is 9223372036854775807, '",
    "seventeen bytes !, 1, 'a word has 17 bytes, '",
    "'', 1, 'a word has 0 bytes, '"
  })
  void refusesCountsAndWordsThatNoCorpusHas(String word, long count, String problem)
      throws IOException {
    Path words = folder.resolve("words.parquet");
    write(words.resolve("a.parquet"), WORDS, word, count, Map.of());
    assertThatThrownBy(() -> CountedWords.entries(hadoop(words), LocalSpark.session()).collect())
        .hasStackTraceContaining("Cannot read file:" + words.resolve("a.parquet") + ": " + problem);
  }

  /** Ids of documents are data, wherever they seem to lead. */
  @Test
  void writesNowhereElseWhateverDocumentsAreCalled() throws IOException {
    Path input = Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        input.resolve("a.jsonl"),
        """
        {"id": "../escaped", "text": "the cat"}
        {"id": "%s/escaped", "text": "the dog"}
        {"id": "a/../../b\\u0000\\n", "text": "the end"}
        """
            .formatted(folder));
    String tokens = folder.resolve("tokens").toString();
    call(
        "tokenize",
        "--tokenizer",
        TinyRun.run().resolve("tokenizer").toString(),
        "--input",
        input.toString(),
        "--output",
        tokens);
    call("detokenize", "--tokens", tokens, "--output", folder + "/files", "--format", "files");
    call("detokenize", "--tokens", tokens, "--output", folder + "/lines");

    assertThat(FileTree.digests(folder, name -> true).keySet())
        .allMatch(name -> name.matches("(in|tokens|files|lines)/.*"))
        .filteredOn(name -> name.matches("(files|lines)/.*"))
        .containsExactly(
            "files/00000.bin",
            "files/00001.bin",
            "files/00002.bin",
            "files/_SUCCESS",
            "lines/_SUCCESS",
            "lines/part-00000.jsonl");
    assertThat(folder.resolve("files/00002.bin")).hasContent("the end");
    assertThat(folder.resolve("lines/part-00000.jsonl")).content().contains("../escaped");
  }

  @Test
  void keepsWhatTheUserCallsSecretOutOfProvenance() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.redaction.regex", "(?i)colour|blue")
            .set("spark.my.colour", "red")
            .set("spark.my.sky", "Blue")
            .set("spark.my.shape", "round");
    assertThat(Provenances.kept(conf))
        .containsEntry("spark.my.colour", "(redacted)")
        .containsEntry("spark.my.sky", "(redacted)")
        .containsEntry("spark.my.shape", "round");
  }

  private static void call(String... words) {
    CommandLineCall call = CommandLineCall.of(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  private static void write(Path file, MessageType schema, String word, Map<String, String> footer)
      throws IOException {
    write(file, schema, word, 1, footer);
  }

  private static void write(
      Path file, MessageType schema, String word, long count, Map<String, String> footer)
      throws IOException {
    try (RowGroupWriter writer =
        RowGroupWriter.create(
            hadoop(file), schema, Set.of(), ParquetSettings.DEFAULT, new Configuration())) {
      writer.column(0).write(Binary.fromString(word), 0, 0);
      writer.column(1).write(count, 0, 0);
      writer.endRow();
      writer.commit(footer);
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
