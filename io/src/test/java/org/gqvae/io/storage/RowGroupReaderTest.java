package org.gqvae.io.storage;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.storage.ParquetSettings.Codec;
import org.gqvae.io.storage.ParquetSettings.IdEncoding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowGroupReaderTest {
  private static final int ROWS = 3_000;
  private static final MessageType SCHEMA =
      Types.buildMessage().optional(INT64).named("number").named("numbers");
  private static final ParquetSettings SMALL_GROUPS =
      new ParquetSettings(Codec.UNCOMPRESSED, 3, 4_000, 1_000, IdEncoding.PLAIN);

  private final Configuration hadoop = new Configuration();
  private Path file;

  @TempDir java.nio.file.Path directory;

  /** Each row holds its own number, but every third holds none. */
  @BeforeEach
  void write() throws IOException {
    file = new Path(directory.resolve("numbers.parquet").toUri());
    try (RowGroupWriter writer =
        RowGroupWriter.create(file, SCHEMA, Set.of(), SMALL_GROUPS, hadoop)) {
      for (long row = 0; row < ROWS; row++) {
        if (row % 3 == 0) {
          writer.column(0).writeNull(0, 0);
        } else {
          writer.column(0).write(row, 0, 1);
        }
        writer.endRow();
      }
      writer.commit(Map.of());
    }
  }

  @Test
  void readsEachRowOnceWhereverTheFileIsCut() throws IOException {
    List<Long> middles = middles();
    assertThat(middles).hasSizeGreaterThan(4).isSorted();
    List<Long> cuts =
        List.of(0L, middles.get(0), middles.get(1) + 1, middles.get(3), Long.MAX_VALUE);
    List<Long> rows = new ArrayList<>();
    for (int i = 1; i < cuts.size(); i++) {
      rows.addAll(rowNumbers(cuts.get(i - 1), cuts.get(i)));
    }
    assertThat(rows).isEqualTo(LongStream.range(0, ROWS).boxed().toList());
  }

  @Test
  void readsNoRowOfARangeThatNoMiddleOfARowGroupIsIn() throws IOException {
    List<Long> middles = middles();
    assertThat(rowNumbers(middles.get(1) + 1, middles.get(2))).isEmpty();
    assertThat(rowNumbers(middles.get(1), middles.get(1) + 1)).isNotEmpty();
  }

  @Test
  void readsTheRowGroupsThatParquetsOwnReaderGivesARange() throws IOException {
    long bytes = Files.size(java.nio.file.Path.of(file.toUri()));
    for (int pieces : new int[] {2, 3, 7, 50}) {
      for (int i = 0; i < pieces; i++) {
        long start = bytes * i / pieces;
        long end = bytes * (i + 1) / pieces;
        assertThat((long) rowNumbers(start, end).size()).isEqualTo(rowsByParquet(start, end));
      }
    }
  }

  private long rowsByParquet(long start, long end) throws IOException {
    ParquetReadOptions range = ParquetReadOptions.builder().withRange(start, end).build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop), range)) {
      return reader.getFilteredRecordCount();
    }
  }

  /** The middles of the row groups, by their bytes in the file. */
  private List<Long> middles() throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getRowGroups().stream()
          .map(group -> group.getStartingPos() + group.getCompressedSize() / 2)
          .toList();
    }
  }

  /** The numbers of the rows in a range, of which each is also what the row holds. */
  private List<Long> rowNumbers(long start, long end) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (RowGroupReader reader = RowGroupReader.open(file, start, end, s -> s, hadoop)) {
      while (reader.nextRow()) {
        long row = reader.rowNumber();
        assertThat(reader.column(0).getCurrentDefinitionLevel()).isEqualTo(row % 3 == 0 ? 0 : 1);
        if (row % 3 != 0) {
          assertThat(reader.column(0).getLong()).isEqualTo(row);
        }
        reader.column(0).consume();
        numbers.add(row);
      }
    }
    return numbers;
  }
}
