package org.gqvae.io.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstFitDecreasingTest {
  @ParameterizedTest
  @CsvSource({"1,0,1", "2,1,7", "3,5,5", "4,40,10", "5,300,64", "6,1000,17", "7,1000,2048"})
  void placesAsALookAtEveryRowDoes(long seed, int documents, int length) {
    Random random = new Random(seed);
    int[] lengths = random.ints(documents, 1, length + 1).toArray();
    assertThat(FirstFitDecreasing.rows(ends(lengths), documents, length))
        .containsExactly(placedByLookingAtEveryRow(lengths, length));
  }

  @Test
  void placesTheEarlierOfEquallyLongDocumentsFirst() {
    assertThat(FirstFitDecreasing.rows(ends(2, 3, 2, 3, 1), 5, 5)).containsExactly(0, 0, 1, 1, 2);
  }

  @Test
  @Timeout(20)
  void takesNoLongTimeWhereEveryDocumentNeedsARowOfItsOwn() {
    int documents = 1_000_000;
    int[] ends = IntStream.rangeClosed(1, documents).map(i -> 9 * i).toArray();
    assertThat(FirstFitDecreasing.rows(ends, documents, 16))
        .isEqualTo(IntStream.range(0, documents).toArray());
  }

  private static int[] placedByLookingAtEveryRow(int[] lengths, int length) {
    List<Integer> longestFirst =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparing(i -> -lengths[i]))
            .toList();
    List<Integer> filled = new ArrayList<>();
    int[] rows = new int[lengths.length];
    for (int document : longestFirst) {
      int row = 0;
      while (row < filled.size() && filled.get(row) + lengths[document] > length) {
        row++;
      }
      if (row == filled.size()) {
        filled.add(0);
      }
      filled.set(row, filled.get(row) + lengths[document]);
      rows[document] = row;
    }
    return rows;
  }

  private static int[] ends(int... lengths) {
    int[] ends = lengths.clone();
    for (int i = 1; i < ends.length; i++) {
      ends[i] += ends[i - 1];
    }
    return ends;
  }
}
