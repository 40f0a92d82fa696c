package org.gqvae.io.tokens;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** The lists of a packed row, as Parquet's own reader gives them. */
record PackedFileRow(List<Integer> inputIds, List<Integer> seqStartId, List<Integer> lossMask) {

  /** The rows of a file. */
  static List<PackedFileRow> read(Path file) throws IOException {
    List<PackedFileRow> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        rows.add(
            new PackedFileRow(
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
}
