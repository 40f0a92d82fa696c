package org.gqvae.io.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.ParquetSettings.Codec;
import org.gqvae.io.storage.ParquetSettings.IdEncoding;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.TokenSchema.Column;
import org.gqvae.io.tokens.TokensManifest.RunCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenColumnsTest {
  private static final String FINGERPRINT = "f".repeat(64);
  private static final TokenSchema SCHEMA = new TokenSchema(List.of("lang", "url"));
  private static final ParquetSettings SMALL_GROUPS =
      new ParquetSettings(Codec.ZSTD, 3, 100_000, 4_000, IdEncoding.DICTIONARY);

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void givesRowsBackInOrderAcrossFilesAndRowGroups() throws IOException {
    List<TokenRow> first = rows(1, 700);
    List<TokenRow> second = rows(2, 300);
    PartFile last = write(new PartName(1, 2), second);
    list(write(new PartName(0, 2), first), last);

    List<TokenRow> all = new ArrayList<>(first);
    all.addAll(second);
    assertThat(readAll(path(""))).isEqualTo(all);
    assertThat(readAll(path("part-00001-of-00002.parquet"))).isEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource(IdEncoding.class)
  void encodesIdsAsItsSettingsSay(IdEncoding ids) throws IOException {
    List<TokenRow> rows = rows(6, 300);
    write(
        path(""),
        new PartName(0, 1),
        rows,
        new ParquetSettings(Codec.SNAPPY, 1, 100_000, 4_000, ids));

    assertThat(readAll(path("part-00000-of-00001.parquet"))).isEqualTo(rows);
    try (ParquetFileReader file =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(path("part-00000-of-00001.parquet"), hadoop))) {
      assertThat(file.getRowGroups())
          .allSatisfy(
              group -> {
                ColumnChunkMetaData column =
                    group.getColumns().get(TokenSchema.Column.INPUT_IDS.ordinal());
                assertThat(column.getEncodings().contains(Encoding.PLAIN_DICTIONARY))
                    .isEqualTo(ids == IdEncoding.DICTIONARY);
                assertThat(column.getCodec()).isEqualTo(CompressionCodecName.SNAPPY);
              });
    }
  }

  @ParameterizedTest
  @EnumSource(IdEncoding.class)
  void isReadByParquetsOwnReader(IdEncoding ids) throws IOException {
    List<TokenRow> rows = rows(3, 200);
    write(
        path(""),
        new PartName(0, 1),
        rows,
        new ParquetSettings(Codec.ZSTD, 3, 100_000, 4_000, ids));

    List<TokenRow> found = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path("part-00000-of-00001.parquet"))
            .build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        found.add(rowOf(group));
      }
    }
    assertThat(found).isEqualTo(rows);
  }

  @Test
  void readsWhatParquetsOwnWriterWrote() throws IOException {
    List<TokenRow> rows = rows(4, 200);
    Path file = path("part-00000-of-00001.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file).withType(SCHEMA.message()).withConf(hadoop).build()) {
      for (TokenRow row : rows) {
        writer.write(groupOf(row));
      }
    }
    assertThat(readAll(file)).isEqualTo(rows);
  }

  @Test
  void writesTheSameRowsAsTheSameBytes() throws IOException {
    List<TokenRow> rows = rows(5, 500);
    PartFile first = write(new PartName(0, 1), rows);
    PartFile again = write(new PartName(0, 1), rows);
    java.nio.file.Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    PartFile other =
        write(new Path(elsewhere.toUri()), new PartName(0, 1), rows, ParquetSettings.DEFAULT);

    assertThat(again).isEqualTo(first);
    assertThat(other.sha256()).isNotEqualTo(first.sha256()); // other row groups
    assertThat(other.totals()).isEqualTo(first.totals());
  }

  @Test
  void addsItsRowsUp() throws IOException {
    List<TokenRow> rows =
        List.of(
            row("a", 0, new int[] {1, 2, 3}, 2, 5, 6),
            row("a", 1, new int[] {4}, 1, 1, 2),
            row("b", 0, new int[] {}, 0, 0, 0));
    PartFile file = write(new PartName(0, 1), rows);

    assertThat(file.totals()).isEqualTo(new TokenTotals(2, 1, 3, 8, 6, 3, 4, 0, 0, 0));
    assertThat(readAll(path(file.name())))
        .extracting(TokenRow::status)
        .containsExactly(DocumentStatus.OK, DocumentStatus.OK, DocumentStatus.EMPTY);
  }

  @Test
  void tellsOfAFinishedFileWhatItsWriterTold() throws IOException {
    PartFile file;
    try (TokenColumnsWriter writer = writer(path(""), new PartName(0, 1), SMALL_GROUPS)) {
      for (TokenRow row : rows(6, 100)) {
        writer.write(row);
      }
      file = writer.commit();
    }
    assertThat(file.footer()).isEqualTo(Map.of(PartFile.FINGERPRINT, FINGERPRINT));
    assertThat(file.sha256()).isEqualTo(Storage.sha256(path(file.name()), hadoop));
    assertThat(PartFile.read(path(file.name()), hadoop)).isEqualTo(file);
  }

  @Test
  void leavesNoUnfinishedOrHiddenFile() throws IOException {
    write(new PartName(0, 2), rows(7, 10));
    try (TokenColumnsWriter writer = writer(path(""), new PartName(1, 2), SMALL_GROUPS)) {
      writer.write(rows(7, 10).get(0));
    }
    try (Stream<java.nio.file.Path> entries = Files.list(directory)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactly("part-00000-of-00002.parquet");
    }
  }

  @Test
  void writesAPartWithoutRows() throws IOException {
    PartFile file = write(new PartName(0, 1), List.of());

    assertThat(file.totals()).isEqualTo(TokenTotals.NONE);
    assertThat(readAll(path(file.name()))).isEmpty();
  }

  @Test
  void readsOnlyTheColumnsAskedFor() throws IOException {
    List<TokenRow> rows = rows(8, 50);
    PartFile file = write(new PartName(0, 1), rows);

    try (TokenColumnsReader reader =
        TokenColumnsReader.open(
            path(file.name()),
            EnumSet.of(Column.BYTE_COUNT, Column.TOKEN_COUNT),
            List.of("url"),
            hadoop)) {
      for (TokenRow row : rows) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.tokenCount()).isEqualTo(row.tokenCount());
        assertThat(reader.byteCount()).isEqualTo(row.byteCount());
        assertThat(reader.kept(0)).isEqualTo(row.kept().get(1));
      }
      assertThat(reader.next()).isFalse();
      assertThatThrownBy(reader::inputIds)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Column input_ids is not read");
    }
  }

  @Test
  void readsOfADirectoryWhatItsManifestListsAndNothingElse() throws IOException {
    List<TokenRow> rows = rows(9, 5);
    list(write(new PartName(0, 2), rows), write(new PartName(1, 2), rows));
    write(new PartName(0, 3), rows(10, 5)); // of another run

    assertThat(readAll(path(""))).hasSize(10).startsWith(rows.toArray(new TokenRow[0]));
    Files.delete(directory.resolve("part-00001-of-00002.parquet"));
    assertThatThrownBy(() -> readAll(path("")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Missing ")
        .hasMessageContaining("part-00001-of-00002.parquet, which its manifest lists");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> readAll(path("none")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Missing ");
    assertThatThrownBy(() -> readAll(path("")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Missing ")
        .hasMessageContaining("_manifest.json, expected the output of a finished `gqvae tokenize`");
  }

  @Test
  void refusesOtherParquetFilesByTheColumnThatDiffers() throws IOException {
    MessageType other =
        MessageTypeParser.parseMessageType("message m { required binary text (STRING); }");
    Path file = path("part-00000-of-00001.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file).withType(other).withConf(hadoop).build()) {
      writer.write(new SimpleGroupFactory(other).newGroup().append("text", "a"));
    }
    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(
            ": column id is missing, expected token columns as `gqvae tokenize` writes them");
  }

  @Test
  void refusesADamagedFile() throws IOException {
    PartFile file = write(new PartName(0, 1), rows(10, 400));
    java.nio.file.Path stored = directory.resolve(file.name());
    byte[] whole = Files.readAllBytes(stored);

    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 0x10;
    Files.write(stored, flipped);
    assertThatThrownBy(() -> readAll(path(file.name()))).isInstanceOf(UsageException.class);

    Files.write(stored, Arrays.copyOf(whole, whole.length - 100));
    assertThatThrownBy(() -> readAll(path(file.name()))).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> PartFile.read(path(file.name()), hadoop))
        .isInstanceOf(UsageException.class);
  }

  /** Writes the manifest of files. */
  private void list(PartFile... files) throws IOException {
    long documents = Arrays.stream(files).mapToLong(file -> file.totals().documents()).sum();
    RunCounts counts = new RunCounts(documents, 0, 0, 0, 0, 0, null, null);
    TokensManifest.of(List.of(files), counts, Optional.empty(), FINGERPRINT, 1)
        .write(path(""), hadoop);
  }

  private PartFile write(PartName part, List<TokenRow> rows) throws IOException {
    return write(path(""), part, rows, SMALL_GROUPS);
  }

  private PartFile write(Path target, PartName part, List<TokenRow> rows, ParquetSettings settings)
      throws IOException {
    try (TokenColumnsWriter writer = writer(target, part, settings)) {
      for (TokenRow row : rows) {
        writer.write(row);
      }
      return writer.commit();
    }
  }

  private TokenColumnsWriter writer(Path target, PartName part, ParquetSettings settings)
      throws IOException {
    return TokenColumnsWriter.create(target, part, SCHEMA, FINGERPRINT, settings, hadoop);
  }

  private List<TokenRow> readAll(Path fileOrDirectory) throws IOException {
    List<TokenRow> rows = new ArrayList<>();
    try (TokenColumnsReader reader = TokenColumnsReader.open(fileOrDirectory, hadoop)) {
      while (reader.next()) {
        rows.add(reader.row());
      }
    }
    return rows;
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }

  /** Rows of skewed ids, among them empty ones and a long one, with kept values that may lack. */
  private static List<TokenRow> rows(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TokenRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int tokens = i == count / 2 ? 40_000 : i % 7 == 0 ? 0 : random.nextInt(1, 300);
      int[] ids = new int[tokens];
      for (int j = 0; j < tokens; j++) {
        ids[j] = (int) (4_000 * Math.pow(random.nextDouble(), 3));
      }
      rows.add(
          new TokenRow(
              "dir/ä.txt#" + i,
              i % 3,
              ids,
              tokens / 2,
              3L * tokens,
              4L * tokens,
              Arrays.asList(i % 2 == 0 ? "en" : null, "https://example.org/" + i)));
    }
    return rows;
  }

  private static TokenRow row(String id, int chunk, int[] ids, int words, long chars, long bytes) {
    return new TokenRow(id, chunk, ids, words, chars, bytes, Arrays.asList(null, null));
  }

  private static TokenRow rowOf(Group group) {
    Group list = group.getGroup("input_ids", 0);
    int[] ids = new int[list.getFieldRepetitionCount("list")];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = list.getGroup("list", i).getInteger("element", 0);
    }
    assertThat(group.getInteger("token_count", 0)).isEqualTo(ids.length);
    assertThat(group.getString("status", 0)).isEqualTo(ids.length == 0 ? "empty" : "ok");
    List<String> kept = new ArrayList<>();
    for (String column : SCHEMA.keptColumns()) {
      kept.add(group.getFieldRepetitionCount(column) == 0 ? null : group.getString(column, 0));
    }
    return new TokenRow(
        group.getString("id", 0),
        group.getInteger("chunk_index", 0),
        ids,
        group.getInteger("word_count", 0),
        group.getLong("char_count", 0),
        group.getLong("byte_count", 0),
        Collections.unmodifiableList(kept));
  }

  private static Group groupOf(TokenRow row) {
    Group group =
        new SimpleGroupFactory(SCHEMA.message())
            .newGroup()
            .append("id", row.id())
            .append("chunk_index", row.chunkIndex());
    Group list = group.addGroup("input_ids");
    for (int id : row.inputIds()) {
      list.addGroup("list").append("element", id);
    }
    group
        .append("token_count", row.tokenCount())
        .append("word_count", row.wordCount())
        .append("char_count", row.charCount())
        .append("byte_count", row.byteCount())
        .append("status", Spelling.of(row.status()));
    for (int i = 0; i < row.kept().size(); i++) {
      if (row.kept().get(i) != null) {
        group.append(SCHEMA.keptColumns().get(i), row.kept().get(i));
      }
    }
    return group;
  }
}
