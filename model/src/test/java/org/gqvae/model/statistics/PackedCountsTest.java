package org.gqvae.model.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class PackedCountsTest {
  // "at" is 256, "the" 257
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(List.of("the".getBytes(UTF_8), "at".getBytes(UTF_8)));
  private static final int END = VOCABULARY.specials().get(Vocabulary.END_OF_TEXT);
  private static final int PAD = VOCABULARY.specials().get(Vocabulary.PAD);

  @Test
  void countsTokensWithoutSpecialsAndPads() {
    PackedCounts counts =
        counts(new int[] {257, 's', END, 256}, 4).plus(counts(new int[] {256, END, PAD, PAD}, 2));
    TokenCounts tokens = counts.tokens(VOCABULARY, 3, 1);
    assertThat(counts.pads()).isEqualTo(2);
    assertThat(tokens.documents()).isEqualTo(3);
    assertThat(tokens.emptyDocuments()).isEqualTo(1);
    assertThat(tokens.chunks()).isEqualTo(2);
    assertThat(tokens.tokens()).isEqualTo(4);
    assertThat(tokens.bytes()).isEqualTo(3 + 1 + 2 + 2);
    assertThat(tokens.uses(256)).isEqualTo(2);
    assertThat(tokens.uses('s')).isEqualTo(1);
  }

  @Test
  void isTheSameHoweverRowsAreSharedOut() {
    int[][] rows = {{257, END}, {'a', END}, {256, PAD}};
    PackedCounts.Counter onePass = new PackedCounts.Counter(VOCABULARY);
    for (int[] row : rows) {
      add(onePass, row, 2);
    }
    PackedCounts first = counts(rows[0], 2);
    PackedCounts second = counts(rows[1], 2);
    PackedCounts third = counts(rows[2], 2);
    TokenCounts expected = onePass.counts().tokens(VOCABULARY, 3, 0);
    assertThat(first.plus(second).plus(third).tokens(VOCABULARY, 3, 0)).isEqualTo(expected);
    assertThat(third.plus(first.plus(second)).tokens(VOCABULARY, 3, 0)).isEqualTo(expected);
  }

  @Test
  void refusesAnIdThatIsNotOfTheVocabulary() {
    assertThatThrownBy(() -> counts(new int[] {'a', VOCABULARY.size()}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Row 0 of the file: id 260 is not among the 260 ids of its vocabulary");
  }

  private static PackedCounts counts(int[] row, int unpadded) {
    PackedCounts.Counter counter = new PackedCounts.Counter(VOCABULARY);
    add(counter, row, unpadded);
    return counter.counts();
  }

  private static void add(PackedCounts.Counter counter, int[] row, int unpadded) {
    int[] lossMask = new int[row.length];
    Arrays.fill(lossMask, 0, unpadded, 1);
    counter.add(row, 0, lossMask, 0, row.length);
  }
}
