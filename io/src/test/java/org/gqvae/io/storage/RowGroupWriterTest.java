package org.gqvae.io.storage;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.codec.ZstandardCodec;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.storage.ParquetSettings.Codec;
import org.gqvae.io.storage.ParquetSettings.IdEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowGroupWriterTest {
  private static final MessageType SCHEMA =
      Types.buildMessage().required(INT64).named("number").named("numbers");
  private static final MessageType LISTS =
      Types.buildMessage()
          .addField(Types.required(INT64).named("length"))
          .addField(Types.requiredList().requiredElement(INT32).named("numbers"))
          .named("lists");
  private static final String LIST = "numbers.list.element";
  private static final ParquetSettings SMALL_GROUPS =
      new ParquetSettings(Codec.ZSTD, 3, 8_000, 1_000, IdEncoding.PLAIN);

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @ParameterizedTest
  @EnumSource(Codec.class)
  void givesItsRowsBack(Codec codec) throws IOException {
    write("a", 5_000, new ParquetSettings(codec, 3, 8_000, 1_000, IdEncoding.PLAIN), hadoop);

    SplittableRandom random = new SplittableRandom(1);
    try (RowGroupReader file = RowGroupReader.open(path("a"), schema -> schema, hadoop)) {
      assertThat(file.rows()).isEqualTo(5_000);
      assertThat(file.footer()).containsEntry("key", "value");
      while (file.nextRow()) {
        assertThat(file.column(0).getLong()).isEqualTo(random.nextLong(1_000));
        file.column(0).consume();
      }
    }
  }

  @Test
  void endsRowGroupsWithTheRowThatFillsThem() throws IOException {
    write("a", 5_000, SMALL_GROUPS, hadoop);

    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromPath(path("a"), hadoop))) {
      assertThat(file.getRowGroups()).hasSizeGreaterThan(1);
      assertThat(file.getRowGroups().subList(0, file.getRowGroups().size() - 1))
          .extracting(group -> group.getCompressedSize())
          .allSatisfy(bytes -> assertThat(bytes).isBetween(6_000L, 9_000L));
    }
  }

  @Test
  void writesTheSameBytesWhateverTheClusterSaysOfParquet() throws IOException {
    Configuration other = new Configuration();
    other.setInt(ZstandardCodec.PARQUET_COMPRESS_ZSTD_LEVEL, 19);
    other.setInt("parquet.block.size", 4_096);
    other.setInt("parquet.page.size", 512);

    AtomicFile.Written first = write("a", 5_000, SMALL_GROUPS, hadoop);
    AtomicFile.Written second = write("b", 5_000, SMALL_GROUPS, other);

    assertThat(second.sha256()).isEqualTo(first.sha256());
    assertThat(second.sha256()).isEqualTo(Storage.sha256(path("b"), hadoop));
  }

  @Test
  void compressesByTheLevelOfItsOwnSettings() throws IOException {
    ParquetSettings smaller =
        new ParquetSettings(Codec.ZSTD, 19, 1 << 20, 1 << 20, IdEncoding.PLAIN);

    long fast = write("a", 20_000, ParquetSettings.DEFAULT, hadoop).bytes();
    long small = write("b", 20_000, smaller, hadoop).bytes();

    assertThat(small).isLessThan(fast);
  }

  @ParameterizedTest
  @EnumSource(IdEncoding.class)
  void givesItsListsBack(IdEncoding encoding) throws IOException {
    List<int[]> lists = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int row = 0; row < 4_000; row++) { // a third of them empty, and whole pages at the start
      int length = row < 500 ? 0 : Math.max(0, random.nextInt(60) - 20);
      int highest = row < 2_000 ? 1 : 70_000;
      lists.add(random.ints(length, 0, highest + 1).toArray());
    }
    writeLists(lists, encoding);

    try (RowGroupReader file = RowGroupReader.open(path("a"), schema -> schema, hadoop)) {
      for (int[] list : lists) {
        assertThat(file.nextRow()).isTrue();
        assertThat(readList(file.list(1))).isEqualTo(list);
        assertThat(file.column(0).getLong()).isEqualTo(list.length);
        file.column(0).consume();
      }
      assertThat(file.nextRow()).isFalse();
    }
    checkStatistics(lists);
  }

  @Test
  void refusesListsThatMayHoldNulls() {
    MessageType nullable =
        Types.buildMessage()
            .addField(Types.requiredList().optionalElement(INT32).named("l"))
            .named("m");
    assertThatThrownBy(
            () -> RowGroupWriter.create(path("a"), nullable, Set.of(), SMALL_GROUPS, hadoop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no required list of required int32");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesNothingWhenGivenUp() throws IOException {
    try (RowGroupWriter file =
        RowGroupWriter.create(path("a"), SCHEMA, Set.of(), SMALL_GROUPS, hadoop)) {
      file.column(0).write(1L, 0, 0);
      file.endRow();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void tellsADamagedPageFromItsChecksum() throws IOException {
    write("a", 5_000, SMALL_GROUPS, hadoop);
    byte[] bytes = Files.readAllBytes(directory.resolve("a"));
    bytes[500] ^= 1;
    Files.write(directory.resolve("a"), bytes);

    assertThatThrownBy(
            () -> {
              try (RowGroupReader file = RowGroupReader.open(path("a"), s -> s, hadoop)) {
                while (file.nextRow()) {
                  file.read(() -> file.column(0).consume());
                }
              }
            })
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("damaged");
  }

  private AtomicFile.Written write(
      String name, int rows, ParquetSettings settings, Configuration hadoop) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (RowGroupWriter file =
        RowGroupWriter.create(path(name), SCHEMA, Set.of(), settings, hadoop)) {
      for (int i = 0; i < rows; i++) {
        file.column(0).write(random.nextLong(1_000), 0, 0);
        file.endRow();
      }
      return file.commit(Map.of("key", "value"));
    }
  }

  private void writeLists(List<int[]> lists, IdEncoding encoding) throws IOException {
    Set<String> dictionary = encoding == IdEncoding.DICTIONARY ? Set.of(LIST) : Set.of();
    try (RowGroupWriter file =
        RowGroupWriter.create(path("a"), LISTS, dictionary, SMALL_GROUPS, hadoop)) {
      for (int[] list : lists) {
        file.column(0).write((long) list.length, 0, 0);
        file.list(1).write(list, 0, list.length);
        file.endRow();
      }
      file.commit(Map.of());
    }
  }

  private static int[] readList(IntListReader list) {
    list.next();
    return Arrays.copyOfRange(list.values(), list.from(), list.to());
  }

  /** That row groups tell the least and the most of their values, and how many lists are empty. */
  private void checkStatistics(List<int[]> lists) throws IOException {
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromPath(path("a"), hadoop))) {
      assertThat(file.getRowGroups()).hasSizeGreaterThan(2);
      int row = 0;
      for (BlockMetaData group : file.getRowGroups()) {
        List<int[]> rows = lists.subList(row, row += Math.toIntExact(group.getRowCount()));
        IntStatistics statistics = (IntStatistics) group.getColumns().get(1).getStatistics();
        assertThat(statistics.getNumNulls())
            .isEqualTo(rows.stream().filter(list -> list.length == 0).count());
        IntSummaryStatistics values =
            rows.stream().flatMapToInt(Arrays::stream).summaryStatistics();
        assertThat(statistics.hasNonNullValue()).isEqualTo(values.getCount() > 0);
        if (values.getCount() > 0) {
          assertThat(statistics.getMin()).isEqualTo(values.getMin());
          assertThat(statistics.getMax()).isEqualTo(values.getMax());
        }
      }
    }
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }
}
