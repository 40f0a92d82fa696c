package org.gqvae.io.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageTypeParser;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.IntListReader;
import org.gqvae.io.storage.ParquetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedRowsWriterTest {
  private static final int END = 300;
  private static final int PAD = 301;

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void joinsDocumentsByAnEndOfTextAndFillsTheLastRowUp() throws IOException {
    PartFile file = pack(4, new int[][] {{1, 2, 3}, {4, 5}});

    assertThat(rows())
        .containsExactly(
            new PackedFileRow(List.of(1, 2, 3, END), List.of(0, 0, 0, 0), List.of(1, 1, 1, 1)),
            new PackedFileRow(List.of(4, 5, END, PAD), List.of(0, 0, 0, 3), List.of(1, 1, 1, 0)));
    assertThat(file.totals()).isEqualTo(new TokenTotals(2, 0, 2, 5, 5, 5, 5, 3, 1, 0));
  }

  @Test
  void letsADocumentRunOnOverRowsAndItsEndStandInTheNext() throws IOException {
    pack(3, new int[][] {{1}, {2, 3, 4, 5}, {6}});

    assertThat(rows())
        .containsExactly(
            new PackedFileRow(List.of(1, END, 2), List.of(0, 0, 2), List.of(1, 1, 1)),
            new PackedFileRow(List.of(3, 4, 5), List.of(0, 0, 0), List.of(1, 1, 1)),
            new PackedFileRow(List.of(END, 6, END), List.of(0, 1, 1), List.of(1, 1, 1)));
  }

  @Test
  void countsDocumentsAsCutThatLieInMoreThanOneRow() throws IOException {
    assertThat(pack(4, new int[][] {{1, 2, 3}, {4, 5, 6}}).totals().cutDocuments()).isZero();
    assertThat(pack(4, new int[][] {{1, 2}, {3}}).totals().cutDocuments()).isEqualTo(1);
    assertThat(pack(4, new int[][] {{1}, {2, 3, 4, 5, 6, 7, 8}, {}}).totals().cutDocuments())
        .isEqualTo(1);
  }

  @Test
  void countsEmptyDocumentsAndLeavesNothingOfThem() throws IOException {
    PartFile file = pack(8, new int[][] {{}, {1, 2}, {}, {3}, {}});

    assertThat(rows())
        .containsExactly(
            new PackedFileRow(
                List.of(1, 2, END, 3, END, PAD, PAD, PAD),
                List.of(0, 0, 0, 3, 3, 5, 5, 5),
                List.of(1, 1, 1, 1, 1, 0, 0, 0)));
    assertThat(file.totals()).isEqualTo(new TokenTotals(5, 3, 1, 3, 3, 3, 3, 5, 3, 0));
  }

  @Test
  void writesNoRowsOfEmptyDocumentsAlone() throws IOException {
    PartFile file = pack(8, new int[][] {{}, {}});

    assertThat(rows()).isEmpty();
    assertThat(file.totals()).isEqualTo(new TokenTotals(2, 2, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void joinsTheChunksOfADocument() throws IOException {
    try (PackedRowsWriter writer = writer(4)) {
      writer.write("a", 0, new int[] {1, 2, 99}, 2, 2, 2, 2, List.of());
      writer.write("a", 1, new int[] {3}, 1, 1, 1, 1, List.of());
      writer.commit();
    }
    assertThat(rows()).extracting(PackedFileRow::inputIds).containsExactly(List.of(1, 2, 3, END));
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
        .hasMessageContaining(file.name() + ": documents share them and have no ids")
        .hasMessageContaining("Run tokenize without --pack");
  }

  @Test
  void isReadByItsReader() throws IOException {
    PartFile file = pack(4, new int[][] {{1, 2, 3, 4}, {5}});

    List<List<Integer>> read = new ArrayList<>();
    try (PackedRowsReader rows = PackedRowsReader.open(path(file.name()), hadoop)) {
      while (rows.next()) {
        assertThat(rows.length()).isEqualTo(4);
        read.add(list(rows.inputIds()));
        read.add(list(rows.lossMask()));
      }
    }
    assertThat(read)
        .containsExactlyElementsOf(
            rows().stream().flatMap(row -> Stream.of(row.inputIds(), row.lossMask())).toList())
        .endsWith(List.of(END, 5, END, PAD), List.of(1, 1, 1, 0));
  }

  @Test
  void hasAReaderThatRefusesTokenColumns() throws IOException {
    PartName part = new PartName(1, 2);
    try (TokenColumnsWriter writer =
        TokenColumnsWriter.create(
            path(""),
            part,
            new TokenSchema(List.of()),
            "f".repeat(64),
            ParquetSettings.DEFAULT,
            hadoop)) {
      writer.commit();
    }
    assertThatThrownBy(() -> PackedRowsReader.open(path(part.fileName()), hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Cannot read " + path(part.fileName()))
        .hasMessageContaining("it has not the columns of packed rows");
  }

  private static List<Integer> list(IntListReader list) {
    return Arrays.stream(list.values(), list.from(), list.to()).boxed().toList();
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
        new Packing(length, PackMethod.CONCATENATE, 1, END, PAD),
        "f".repeat(64),
        ParquetSettings.DEFAULT,
        hadoop);
  }

  private List<PackedFileRow> rows() throws IOException {
    return PackedFileRow.read(path("part-00000-of-00001.parquet"));
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }
}
