package org.gqvae.io.storage;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
    List<Long> starts = starts();
    assertThat(starts).hasSizeGreaterThan(4).isSorted();
    List<Long> cuts = List.of(0L, starts.get(0), starts.get(1) + 1, starts.get(3), Long.MAX_VALUE);
    List<Long> rows = new ArrayList<>();
    for (int i = 1; i < cuts.size(); i++) {
      rows.addAll(rowNumbers(cuts.get(i - 1), cuts.get(i)));
    }
    assertThat(rows).isEqualTo(LongStream.range(0, ROWS).boxed().toList());
  }

  @Test
  void readsNoRowOfARangeThatNoRowGroupBeginsIn() throws IOException {
    List<Long> starts = starts();
    assertThat(rowNumbers(starts.get(1) + 1, starts.get(2))).isEmpty();
    assertThat(rowNumbers(starts.get(1), starts.get(1) + 1)).isNotEmpty();
  }

  private List<Long> starts() throws IOException {
    try (RowGroupReader reader = RowGroupReader.open(file, schema -> schema, hadoop)) {
      return reader.groupStarts();
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
