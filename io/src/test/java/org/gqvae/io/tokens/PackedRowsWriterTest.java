package org.gqvae.io.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.MessageTypeParser;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.ParquetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedRowsWriterTest {
  private static final int END = 300;
  private static final int PAD = 301;

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  /** The lists of a row. */
  private record Row(List<Integer> inputIds, List<Integer> seqStartId, List<Integer> lossMask) {}

  @Test
  void joinsDocumentsByAnEndOfTextAndFillsTheLastRowUp() throws IOException {
    PartFile file = pack(4, new int[][] {{1, 2, 3}, {4, 5}});

    assertThat(rows())
        .containsExactly(
            new Row(List.of(1, 2, 3, END), List.of(0, 0, 0, 0), List.of(1, 1, 1, 1)),
            new Row(List.of(4, 5, END, PAD), List.of(0, 0, 0, 3), List.of(1, 1, 1, 0)));
    assertThat(file.totals()).isEqualTo(new TokenTotals(2, 0, 2, 5, 5, 5, 5, 3));
  }

  @Test
  void letsADocumentRunOnOverRowsAndItsEndStandInTheNext() throws IOException {
    pack(3, new int[][] {{1}, {2, 3, 4, 5}, {6}});

    assertThat(rows())
        .containsExactly(
            new Row(List.of(1, END, 2), List.of(0, 0, 2), List.of(1, 1, 1)),
            new Row(List.of(3, 4, 5), List.of(0, 0, 0), List.of(1, 1, 1)),
            new Row(List.of(END, 6, END), List.of(0, 1, 1), List.of(1, 1, 1)));
  }

  @Test
  void countsEmptyDocumentsAndLeavesNothingOfThem() throws IOException {
    PartFile file = pack(8, new int[][] {{}, {1, 2}, {}, {3}, {}});

    assertThat(rows())
        .containsExactly(
            new Row(
                List.of(1, 2, END, 3, END, PAD, PAD, PAD),
                List.of(0, 0, 0, 3, 3, 5, 5, 5),
                List.of(1, 1, 1, 1, 1, 0, 0, 0)));
    assertThat(file.totals()).isEqualTo(new TokenTotals(5, 3, 1, 3, 3, 3, 3, 5));
  }

  @Test
  void writesNoRowsOfEmptyDocumentsAlone() throws IOException {
    PartFile file = pack(8, new int[][] {{}, {}});

    assertThat(rows()).isEmpty();
    assertThat(file.totals()).isEqualTo(new TokenTotals(2, 2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void joinsTheChunksOfADocument() throws IOException {
    try (PackedRowsWriter writer = writer(4)) {
      writer.write("a", 0, new int[] {1, 2, 99}, 2, 2, 2, 2, List.of());
      writer.write("a", 1, new int[] {3}, 1, 1, 1, 1, List.of());
      writer.commit();
    }
    assertThat(rows()).extracting(Row::inputIds).containsExactly(List.of(1, 2, 3, END));
  }

  @Test
  void hasThreeRequiredListsOfWhichTheMaskIsOfBytes() {
    assertThat(PackedSchema.message())
        .isEqualTo(
            MessageTypeParser.parseMessageType(
                """
                message packed {
                  required group input_ids (LIST) {
                    repeated group list {
                      required int32 element;
                    }
                  }
                  required group seq_start_id (LIST) {
                    repeated group list {
                      required int32 element;
                    }
                  }
                  required group loss_mask (LIST) {
                    repeated group list {
                      required int32 element (INTEGER(8,true));
                    }
                  }
                }
                """));
  }

  @Test
  void isRefusedWhereTokenColumnsAreRead() throws IOException {
    PartFile file = pack(8, new int[][] {{1}});

    assertThatThrownBy(() -> TokenColumnsReader.open(path(file.name()), hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Packed rows in ")
        .hasMessageContaining(file.name() + ": documents run on over them")
        .hasMessageContaining("Run tokenize without --pack");
  }

  private PartFile pack(int length, int[][] documents) throws IOException {
    try (PackedRowsWriter writer = writer(length)) {
      for (int[] ids : documents) {
        writer.write("id", 0, ids, ids.length, ids.length, ids.length, ids.length, List.of());
      }
      return writer.commit();
    }
  }

  private PackedRowsWriter writer(int length) throws IOException {
    return PackedRowsWriter.create(
        path(""),
        new PartName(0, 1),
        new Packing(length, END, PAD),
        "f".repeat(64),
        ParquetSettings.DEFAULT,
        hadoop);
  }

  private List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path("part-00000-of-00001.parquet"))
            .build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        rows.add(
            new Row(
                list(group, "input_ids"), list(group, "seq_start_id"), list(group, "loss_mask")));
      }
    }
    return rows;
  }

  private static List<Integer> list(Group row, String column) {
    Group list = row.getGroup(column, 0);
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
      values.add(list.getGroup("list", i).getInteger("element", 0));
    }
    return values;
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }
}
