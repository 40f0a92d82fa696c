package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gqvae.io.corpus.Corpora.compress;
import static org.gqvae.io.corpus.Corpora.extension;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;
import static org.gqvae.io.corpus.Corpora.utf8;
import static org.gqvae.io.corpus.Corpora.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is longer than a document may be is rejected, and what is behind it is read. */
class DocumentLimitTest {
  private static final String OVER = ", more than input.max-document-bytes=10";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void linesOverTheLimitAreRejectedAndTheNextOnesRead(Compression compression) {
    Path file =
        write(
            directory.resolve("a.txt" + extension(compression)),
            compress(utf8("12345678901\n1234567890\n\n" + "x".repeat(300_000)), compression));

    assertThat(showLimited(file))
        .containsExactly(
            file.getFileName() + "#0!too long: 11 bytes" + OVER,
            file.getFileName() + "#12=1234567890",
            file.getFileName() + "#23=",
            file.getFileName() + "#24!too long: 300000 bytes" + OVER);
  }

  @ParameterizedTest
  @EnumSource
  void filesOverTheLimitAreRejectedAndTheNextOnesRead(Compression compression) {
    String extension = extension(compression);
    write(directory.resolve("in/a" + extension), compress(utf8("12345678901"), compression));
    write(directory.resolve("in/b" + extension), compress(utf8("1234567890"), compression));
    write(directory.resolve("in/c" + extension), compress(utf8("x".repeat(300_000)), compression));
    CorpusSpec spec = limited(directory.resolve("in")).withDocuments(DocumentMode.FILE);

    assertThat(show(read(spec)))
        .containsExactly(
            "a" + extension + "#0!too long: 11 bytes" + OVER,
            "b" + extension + "#0=1234567890",
            "c" + extension + "#0!too long: 300000 bytes" + OVER);
  }

  @Test
  void theTextOfARecordOfJsonCountsWithoutEscapesAndTheRecordMayBeTwiceAsLong() {
    String records =
        """
        {"text":"0123456789012345678901234567890"}
        {"text":"\\u00e9\\u4e2d\\ud83d\\ude00\\n90123456789"}
        {"text":"\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n23456789"}
        {"text":"x","other":"0123456789012345678901234567890123456789"}
        {"text":"0123456789012345678901234567890\\"
        {"text":"y"}
        """;
    Path lines = write(directory.resolve("a.jsonl"), records);
    Path array =
        write(
            directory.resolve("b.json"),
            "[" + records.replace("\\\"\n", "\"?}\n").replace("}\n{", "},\n{") + "]");
    String over = ", more than input.max-document-bytes=30";

    assertThat(show(read(CorpusSpec.of(lines.toString()).withMaxDocumentBytes(30))))
        .containsExactly(
            "a.jsonl#0!too long: 31 bytes" + over,
            "a.jsonl#43=é中😀\n90123456789",
            "a.jsonl#92=" + "\n".repeat(20) + "23456789",
            "a.jsonl#152!too long: the line has 63 bytes, more than twice input.max-document-bytes=30",
            "a.jsonl#216!the line ends within a string (byte 42 of the line)",
            "a.jsonl#259=y");
    assertThat(show(read(CorpusSpec.of(array.toString()).withMaxDocumentBytes(30))))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("b.json#1!too long: 31 bytes" + over),
            second -> assertThat(second).endsWith("=é中😀\n90123456789"),
            third -> assertThat(third).endsWith("23456789"),
            fourth -> assertThat(fourth).contains("!too long: the record has 63 bytes, more than"),
            fifth -> assertThat(fifth).contains("!not JSON, expected"),
            sixth -> assertThat(sixth).endsWith("=y"));
  }

  @Test
  void oneLongRecordOfJsonKeepsItsBeginningWhateverIsWrongWithIt() {
    Path file = write(directory.resolve("a.jsonl"), "{\"text\":\"" + "x".repeat(9_000) + "\n");

    assertThat(read(CorpusSpec.of(file.toString()).withMaxDocumentBytes(8_000)))
        .singleElement()
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).startsWith("the line ends within a string");
              assertThat(rejected.raw()).hasSize(Rejected.MAX_BYTES_OF_TOO_LONG);
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void valuesOfParquetOverTheLimitAreRejectedAndTheNextRowsRead(boolean dictionary)
      throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { required binary text; }");
    Path file = directory.resolve("a.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withDictionaryEncoding(dictionary)
            .build()) {
      for (String text : List.of("1234567890", "12345678901", "", "12345678901", "x")) {
        writer.write(new SimpleGroup(schema).append("text", text));
      }
    }

    assertThat(showLimited(file))
        .containsExactly(
            "a.parquet#0=1234567890",
            "a.parquet#1!too long: 11 bytes" + OVER,
            "a.parquet#2=",
            "a.parquet#3!too long: 11 bytes" + OVER,
            "a.parquet#4=x");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void aLineThatExpandsToMoreThanAnArrayHoldsIsRejectedInASmallBuffer(Compression compression)
      throws IOException {
    Path file = directory.resolve("bomb.txt" + extension(compression));
    byte[] piece = compress(new byte[1 << 20], compression);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 2_100; i++) {
        out.write(piece);
      }
      out.write(compress(utf8("\nx\n"), compression));
    }

    assertThat(show(read(CorpusSpec.of(file.toString()).withMaxDocumentBytes(1 << 20))))
        .containsExactly(
            file.getFileName()
                + "#0!too long: 2202009600 bytes, more than input.max-document-bytes=1048576",
            file.getFileName() + "#2202009601=x");
  }

  private List<String> showLimited(Path input) {
    return show(read(limited(input)));
  }

  private static CorpusSpec limited(Path input) {
    return CorpusSpec.of(input.toString()).withMaxDocumentBytes(10);
  }
}
