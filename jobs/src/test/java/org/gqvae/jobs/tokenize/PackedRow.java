package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.model.vocabulary.Vocabulary;

/** The lists of a packed row. */
record PackedRow(List<Integer> ids, List<Integer> starts, List<Integer> mask) {
  static final int END = TokenizeFixture.VOCABULARY.specials().get(Vocabulary.END_OF_TEXT);
  static final int PAD = TokenizeFixture.VOCABULARY.specials().get(Vocabulary.PAD);

  /** The rows of each file of packed token columns, as Spark reads them. */
  static List<List<PackedRow>> files(Path directory) throws IOException {
    TokensManifest manifest =
        TokensManifest.read(
            new org.apache.hadoop.fs.Path(directory.toString()), TokenizeFixture.HADOOP);
    return manifest.files().stream()
        .map(part -> directory.resolve(part.name()).toString())
        .map(
            file ->
                LocalSpark.session().read().parquet(file).coalesce(1).collectAsList().stream()
                    .map(PackedRow::of)
                    .toList())
        .toList();
  }

  private static PackedRow of(Row row) {
    List<Byte> mask = row.getList(2);
    return new PackedRow(
        row.getList(0), row.getList(1), mask.stream().map(Byte::intValue).toList());
  }

  /** The ids of a document, given as chunks, and its end of text; none of an empty one. */
  static List<Integer> endedIds(List<TokenRow> document) {
    List<Integer> ids = new ArrayList<>();
    document.forEach(chunk -> Arrays.stream(chunk.inputIds()).forEach(ids::add));
    if (!ids.isEmpty()) {
      ids.add(END);
    }
    return ids;
  }

  /** The documents of the row, told apart by where they start, without pads. */
  List<List<Integer>> pieces() {
    TreeMap<Integer, List<Integer>> byStart = new TreeMap<>();
    for (int i = 0; i < ids.size(); i++) {
      if (mask.get(i) == 1) {
        byStart.computeIfAbsent(starts.get(i), start -> new ArrayList<>()).add(ids.get(i));
      } else {
        assertThat(ids.get(i)).isEqualTo(PAD);
      }
    }
    return List.copyOf(byStart.values());
  }
}
