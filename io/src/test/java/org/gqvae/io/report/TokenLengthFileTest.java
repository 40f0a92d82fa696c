package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenLengthFileTest {
  @TempDir Path folder;

  @Test
  void holdsTheHistogramsOfStatsJson() throws IOException {
    List<DataSet> dataSets =
        List.of(
            ReportFixtures.dataSet("plain", 20, 50, Optional.empty()),
            ReportFixtures.dataSet("grouped", 40, 90, Optional.of("language")));
    var file = new org.apache.hadoop.fs.Path(folder.resolve("lengths.parquet").toUri());
    TokenLengthFile.write(file, dataSets, new Configuration());

    assertThat(rows(file)).containsExactlyElementsOf(rowsOf(StatsJson.text(dataSets)));
  }

  private static List<String> rowsOf(String statsJson) throws IOException {
    List<String> rows = new ArrayList<>();
    for (JsonNode set : new ObjectMapper().readTree(statsJson).get("data_sets")) {
      String name = set.get("name").textValue();
      addRows(rows, name + ",null,null", set.get("figures"));
      for (JsonNode group : set.get("groups")) {
        String place = name + ",language," + group.get("value").textValue();
        addRows(rows, place, group.get("figures"));
      }
    }
    return rows;
  }

  private static void addRows(List<String> rows, String place, JsonNode figures) {
    for (String weightedBy : List.of("use", "vocabulary")) {
      for (String unit : List.of("bytes", "characters")) {
        for (JsonNode bar :
            figures.at("/token_length/" + unit + "_by_" + weightedBy + "/histogram")) {
          rows.add(
              String.join(
                  ",",
                  place,
                  weightedBy,
                  unit,
                  bar.get("length").asText(),
                  bar.get("count").asText()));
        }
      }
    }
  }

  private static List<String> rows(org.apache.hadoop.fs.Path file) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(
            String.join(
                ",",
                row.getString("data_set", 0),
                orNull(row, "group_by"),
                orNull(row, "group"),
                row.getString("weighted_by", 0),
                row.getString("unit", 0),
                String.valueOf(row.getLong("length", 0)),
                String.valueOf(row.getLong("count", 0))));
      }
    }
    return rows;
  }

  private static String orNull(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0 ? "null" : row.getString(column, 0);
  }
}
