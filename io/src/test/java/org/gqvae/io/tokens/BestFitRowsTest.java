package org.gqvae.io.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows packed by {@link PackMethod#BEST_FIT}. */
class BestFitRowsTest {
  private static final int END = 1_000_000;
  private static final int PAD = 1_000_001;
  private static final int ONE_WINDOW = 1_000_000_000;

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void placesDocumentsWholeAndRowsByTheirFirstDocuments() throws IOException {
    PartFile file = pack(5, ONE_WINDOW, List.of(ids(1), ids(2, 3, 4), ids(5, 6, 7, 8), ids(9)));

    assertThat(rows())
        .containsExactly(
            new PackedFileRow(
                List.of(1, END, 9, END, PAD), List.of(0, 0, 2, 2, 4), List.of(1, 1, 1, 1, 0)),
            new PackedFileRow(
                List.of(2, 3, 4, END, PAD), List.of(0, 0, 0, 0, 4), List.of(1, 1, 1, 1, 0)),
            new PackedFileRow(
                List.of(5, 6, 7, 8, END), List.of(0, 0, 0, 0, 0), List.of(1, 1, 1, 1, 1)));
    assertThat(file.totals()).isEqualTo(new TokenTotals(4, 0, 3, 9, 9, 9, 9, 6, 2, 0));
  }

  @Test
  void cutsDocumentsThatAreLongerThanARowAndPlacesTheirRests() throws IOException {
    PartFile file = pack(3, ONE_WINDOW, List.of(ids(1), ids(2, 3, 4, 5, 6, 7), ids(8, 9)));

    assertThat(rows())
        .extracting(PackedFileRow::inputIds)
        .containsExactly(
            List.of(2, 3, 4), List.of(5, 6, 7), List.of(1, END, END), List.of(8, 9, END));
    assertThat(rows().get(2).seqStartId()).containsExactly(0, 0, 2);
    assertThat(file.totals()).isEqualTo(new TokenTotals(3, 0, 4, 9, 9, 9, 9, 3, 0, 1));
  }

  @Test
  void choosesTheLastTwoDocumentsOfARowTogetherWhereThatSavesARow() throws IOException {
    List<int[]> documents =
        Stream.of(6, 5, 4, 4, 3, 2).map(withItsEnd -> new int[withItsEnd - 1]).toList();
    pack(12, ONE_WINDOW, documents);

    assertThat(rows())
        .extracting(PackedFileRow::seqStartId)
        .containsExactly(
            List.of(0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 10, 10),
            List.of(0, 0, 0, 0, 0, 5, 5, 5, 5, 9, 9, 9));
  }

  @Test
  void writesNoRowsOfEmptyDocumentsAlone() throws IOException {
    PartFile file = pack(8, ONE_WINDOW, List.of(ids(), ids()));

    assertThat(rows()).isEmpty();
    assertThat(file.totals()).isEqualTo(new TokenTotals(2, 2, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void joinsTheChunksOfADocument() throws IOException {
    try (PackedRowsWriter writer = writer(6, ONE_WINDOW)) {
      writer.write("a", 0, ids(1, 2, 99), 2, 2, 2, 2, List.of());
      writer.write("a", 1, ids(3), 1, 1, 1, 1, List.of());
      writer.write("b", 0, ids(4), 1, 1, 1, 1, List.of());
      writer.commit();
    }
    assertThat(rows())
        .extracting(PackedFileRow::inputIds)
        .containsExactly(List.of(1, 2, 3, END, 4, END));
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,16,1", "3,16,100", "4,16,1000000000", "5,40,1000", "6,500,7000"})
  void placesTheRowsOfTheDefinition(long seed, int length, int windowIds) throws IOException {
    List<int[]> documents = documents(seed, length);
    PartFile file = pack(length, windowIds, documents);

    List<PackedFileRow> expected = new ArrayList<>();
    for (List<int[]> row : definedRows(documents, length, windowIds)) {
      expected.add(row(row, length));
    }
    assertThat(rows()).isEqualTo(expected);
    long pads =
        expected.stream().flatMap(row -> row.inputIds().stream()).filter(id -> id == PAD).count();
    assertThat(file.totals().pads()).isEqualTo(pads);
    assertThat(file.totals().tokens() + file.totals().specialTokens())
        .isEqualTo((long) length * expected.size());
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,16,1", "3,16,100", "4,16,1000000000", "5,40,1000", "6,500,7000"})
  void cutsNoDocumentThatFitsARowAndLosesNoId(long seed, int length, int windowIds)
      throws IOException {
    List<int[]> documents = documents(seed, length);
    PartFile file = pack(length, windowIds, documents);

    List<List<Integer>> expected = new ArrayList<>();
    Set<Integer> firstIds = new HashSet<>();
    for (int[] document : documents) {
      if (document.length > 0) {
        firstIds.add(document[0]);
        expected.addAll(cut(document, length));
      }
    }
    List<List<Integer>> pieces = pieces();
    assertThat(pieces).containsExactlyInAnyOrderElementsOf(expected);
    Set<Integer> seen = new HashSet<>();
    for (List<Integer> piece : pieces) {
      int first = piece.get(0);
      assertThat(first == END || firstIds.contains(first) || seen.contains(first - 1)).isTrue();
      seen.addAll(piece);
    }
    assertThat(file.totals().cutDocuments())
        .isEqualTo(documents.stream().filter(ids -> ids.length >= length).count());
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.8, 3.3, 4.2})
  void padsLessThanOnePercentOfStories(double bytesPerToken) throws IOException {
    List<int[]> documents = new ArrayList<>();
    for (String line : Files.readAllLines(Needed.corpora("tinystories-train.jsonl"))) {
      int bytes = new ObjectMapper().readTree(line).get("text").textValue().getBytes(UTF_8).length;
      documents.add(new int[(int) Math.ceil(bytes / bytesPerToken)]);
    }
    TokenTotals totals = pack(2048, 4_000_000, documents).totals();

    assertThat(totals.documents()).isEqualTo(5_048);
    assertThat((double) totals.pads() / (2048 * totals.chunks())).isLessThan(0.01);
  }

  /** Documents of the lengths that are hard, and of others; ids count up over all of them. */
  private static List<int[]> documents(long seed, int length) {
    Random random = new Random(seed);
    int[] hard = {0, 1, length - 2, length - 1, length, length + 1, 2 * length - 1, 3 * length};
    List<int[]> documents = new ArrayList<>();
    int nextId = 0;
    for (int i = 0; i < 200; i++) {
      int ids = random.nextBoolean() ? random.nextInt(length) : hard[random.nextInt(hard.length)];
      documents.add(IntStream.range(nextId, nextId += Math.max(0, ids)).toArray());
    }
    return documents;
  }

  /** The documents of rows by the definition, each row looked at for each document. */
  private static List<List<int[]>> definedRows(List<int[]> documents, int length, int windowIds) {
    List<List<int[]>> rows = new ArrayList<>();
    List<int[]> window = new ArrayList<>();
    for (int[] document : documents) {
      if (document.length > 0) {
        int[] rest = Arrays.copyOf(document, document.length + 1);
        rest[document.length] = END;
        while (rest.length > length) {
          rows.add(List.of(Arrays.copyOf(rest, length)));
          rest = Arrays.copyOfRange(rest, length, rest.length);
        }
        window.add(rest);
      }
      if (ids(window) >= windowIds) {
        rows.addAll(placed(window, length));
        window.clear();
      }
    }
    rows.addAll(placed(window, length));
    return rows;
  }

  private static List<List<int[]>> placed(List<int[]> window, int length) {
    List<int[]> longestFirst = new ArrayList<>(window);
    longestFirst.sort(Comparator.comparing(ids -> -ids.length));
    List<List<int[]>> rows = firstFit(longestFirst, length);
    List<List<int[]>> others = bestPairLast(longestFirst, length);
    rows = others.size() < rows.size() ? others : rows;
    rows.forEach(row -> row.sort(Comparator.comparing(window::indexOf)));
    rows.sort(Comparator.comparing(row -> window.indexOf(row.get(0))));
    return rows;
  }

  private static List<List<int[]>> firstFit(List<int[]> longestFirst, int length) {
    List<List<int[]>> rows = new ArrayList<>();
    for (int[] document : longestFirst) {
      List<int[]> row =
          rows.stream()
              .filter(begun -> ids(begun) + document.length <= length)
              .findFirst()
              .orElseGet(
                  () -> {
                    rows.add(new ArrayList<>());
                    return rows.get(rows.size() - 1);
                  });
      row.add(document);
    }
    return rows;
  }

  private static List<List<int[]>> bestPairLast(List<int[]> longestFirst, int length) {
    List<int[]> left = new ArrayList<>(longestFirst);
    List<List<int[]>> rows = new ArrayList<>();
    while (!left.isEmpty()) {
      List<int[]> row = new ArrayList<>();
      while (left.size() > 2
          && ids(row) + ids(left.subList(left.size() - 3, left.size())) <= length) {
        int[] longest =
            left.stream().filter(ids -> ids(row) + ids.length <= length).findFirst().orElseThrow();
        row.add(longest);
        left.remove(longest);
      }
      List<int[]> best = List.of();
      for (int i = 0; i < left.size(); i++) {
        for (List<int[]> last : oneOrTwo(left, i)) {
          if (ids(row) + ids(last) <= length && ids(last) > ids(best)) {
            best = last;
          }
        }
      }
      row.addAll(best);
      left.removeAll(best);
      rows.add(row);
    }
    return rows;
  }

  /** A document by itself, and with each shorter one of those left, the longest first. */
  private static List<List<int[]>> oneOrTwo(List<int[]> left, int first) {
    List<List<int[]>> choices = new ArrayList<>(List.of(List.of(left.get(first))));
    left.subList(first + 1, left.size())
        .forEach(second -> choices.add(List.of(left.get(first), second)));
    return choices;
  }

  private static int ids(List<int[]> documents) {
    return documents.stream().mapToInt(ids -> ids.length).sum();
  }

  private static PackedFileRow row(List<int[]> documents, int length) {
    PackedFileRow row = new PackedFileRow(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int[] document : documents) {
      int start = row.inputIds().size();
      for (int id : document) {
        row.inputIds().add(id);
        row.seqStartId().add(start);
        row.lossMask().add(1);
      }
    }
    int start = row.inputIds().size();
    while (row.inputIds().size() < length) {
      row.inputIds().add(PAD);
      row.seqStartId().add(start);
      row.lossMask().add(0);
    }
    return row;
  }

  /** The documents of all rows in their order, and the pieces of long ones. */
  private List<List<Integer>> pieces() throws IOException {
    List<List<Integer>> pieces = new ArrayList<>();
    for (PackedFileRow row : rows()) {
      for (int from = 0; from < row.inputIds().size(); ) {
        int to = from;
        while (to < row.inputIds().size() && row.seqStartId().get(to) == from) {
          to++;
        }
        List<Integer> piece = row.inputIds().subList(from, to);
        if (row.lossMask().get(from) == 1) {
          assertThat(row.lossMask().subList(from, to)).containsOnly(1);
          pieces.add(piece);
        } else {
          assertThat(piece).containsOnly(PAD);
          assertThat(to).isEqualTo(row.inputIds().size());
        }
        from = to;
      }
    }
    return pieces;
  }

  /** A document, which is one piece where it fits a row with its end of text. */
  private static List<List<Integer>> cut(int[] document, int length) {
    List<Integer> ids = new ArrayList<>(Arrays.stream(document).boxed().toList());
    ids.add(END);
    List<List<Integer>> pieces = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += length) {
      pieces.add(ids.subList(from, Math.min(from + length, ids.size())));
    }
    return pieces;
  }

  private PartFile pack(int length, int windowIds, List<int[]> documents) throws IOException {
    try (PackedRowsWriter writer = writer(length, windowIds)) {
      for (int[] ids : documents) {
        writer.write("id", 0, ids, ids.length, ids.length, ids.length, ids.length, List.of());
      }
      return writer.commit();
    }
  }

  private PackedRowsWriter writer(int length, int windowIds) throws IOException {
    return PackedRowsWriter.create(
        new Path(directory.toUri()),
        new PartName(0, 1),
        new Packing(length, PackMethod.BEST_FIT, windowIds, END, PAD),
        "f".repeat(64),
        ParquetSettings.DEFAULT,
        hadoop);
  }

  private List<PackedFileRow> rows() throws IOException {
    return PackedFileRow.read(new Path(directory.resolve("part-00000-of-00001.parquet").toUri()));
  }

  private static int[] ids(int... ids) {
    return ids;
  }
}
