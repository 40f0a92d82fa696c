package org.gqvae.io.report;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.model.statistics.Histogram;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.TokenLengths;

/**
 * The token lengths of {@code stats.json} as a Parquet table, a row a length, for plots and
 * queries; io/README.md tells its columns. The same data sets give the same bytes.
 */
public final class TokenLengthFile {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .addField(Types.required(BINARY).as(stringType()).named("data_set"))
          .addField(Types.optional(BINARY).as(stringType()).named("group_by"))
          .addField(Types.optional(BINARY).as(stringType()).named("group"))
          .addField(Types.required(BINARY).as(stringType()).named("weighted_by"))
          .addField(Types.required(BINARY).as(stringType()).named("unit"))
          .addField(Types.required(INT64).named("length"))
          .addField(Types.required(INT64).named("count"))
          .named("token_lengths");
  private static final Set<String> DICTIONARY_COLUMNS =
      Set.of("data_set", "group_by", "group", "weighted_by", "unit");

  private TokenLengthFile() {}

  /** Writes the file, whole or not at all. */
  public static void write(Path file, List<DataSet> dataSets, Configuration hadoop)
      throws IOException {
    try (RowGroupWriter rows =
        RowGroupWriter.create(file, SCHEMA, DICTIONARY_COLUMNS, ParquetSettings.DEFAULT, hadoop)) {
      for (DataSet set : dataSets) {
        write(rows, set.name(), null, null, set.figures());
        String column = set.groupColumn().orElse(null);
        for (Map.Entry<String, TokenFigures> group : set.groups().entrySet()) {
          write(rows, set.name(), column, group.getKey(), group.getValue());
        }
      }
      rows.commit(Map.of());
    }
  }

  private static void write(
      RowGroupWriter rows, String dataSet, String groupBy, String group, TokenFigures figures)
      throws IOException {
    TokenLengths lengths = figures.tokenLengths();
    write(rows, dataSet, groupBy, group, "use", "bytes", lengths.bytesByUse());
    write(rows, dataSet, groupBy, group, "use", "characters", lengths.charactersByUse());
    write(rows, dataSet, groupBy, group, "vocabulary", "bytes", lengths.bytesByVocabulary());
    write(
        rows,
        dataSet,
        groupBy,
        group,
        "vocabulary",
        "characters",
        lengths.charactersByVocabulary());
  }

  private static void write(
      RowGroupWriter rows,
      String dataSet,
      String groupBy,
      String group,
      String weightedBy,
      String unit,
      Histogram lengths)
      throws IOException {
    for (int i = 0; i < lengths.distinctValues(); i++) {
      rows.column(0).write(Binary.fromString(dataSet), 0, 0);
      writeOptional(rows, 1, groupBy);
      writeOptional(rows, 2, group);
      rows.column(3).write(Binary.fromString(weightedBy), 0, 0);
      rows.column(4).write(Binary.fromString(unit), 0, 0);
      rows.column(5).write(lengths.value(i), 0, 0);
      rows.column(6).write(lengths.count(i), 0, 0);
      rows.endRow();
    }
  }

  private static void writeOptional(RowGroupWriter rows, int column, String value) {
    if (value == null) {
      rows.column(column).writeNull(0, 0);
    } else {
      rows.column(column).write(Binary.fromString(value), 0, 1);
    }
  }
}
