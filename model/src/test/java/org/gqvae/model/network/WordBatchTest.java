package org.gqvae.model.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;

class WordBatchTest {
  private static Word word(String text) {
    return Word.of(text.getBytes(UTF_8));
  }

  @Test
  void laysWordsEndToEnd() {
    WordBatch batch = WordBatch.of(List.of(word("to"), word("\u00e9"), word("a")));
    assertThat(batch.count()).isEqualTo(3);
    assertThat(batch.positions()).isEqualTo(5);
    assertThat(IntStream.rangeClosed(0, 3).map(batch::start)).containsExactly(0, 2, 4, 5);
    assertThat(IntStream.range(0, 3).map(batch::length)).containsExactly(2, 2, 1);
    assertThat(IntStream.range(0, 5).map(batch::symbol))
        .containsExactly(0x74, 0x6F, 0xC3, 0xA9, 0x61);
    assertThat(IntStream.range(0, 5).map(batch::offset)).containsExactly(0, 1, 0, 1, 0);
    assertThat(IntStream.range(0, 5).filter(batch::endsWord)).containsExactly(1, 3, 4);
  }

  @Test
  void weighsPositionsByTheRunningWordsTheyStandFor() {
    // 3 x 2 + 2 x 1 running positions.
    WordBatch batch = WordBatch.of(List.of(word("to"), word("a")), List.of(3, 2));
    assertThat(batch.weight(0)).isEqualTo(3 / 8f);
    assertThat(batch.weight(1)).isEqualTo(3 / 8f);
    assertThat(batch.weight(2)).isEqualTo(2 / 8f);
  }

  @Test
  void weightsSumToOne() {
    Random random = RandomText.random();
    List<Word> words = Networks.words(random, 600);
    List<Integer> counts = words.stream().map(word -> 1 + random.nextInt(1000)).toList();
    WordBatch batch = WordBatch.of(words, counts);
    assertThat(IntStream.range(0, batch.positions()).mapToDouble(batch::weight).sum())
        .isCloseTo(1, within(1e-5));
  }

  @Test
  void ordersPositionsByFallingOffset() {
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 600));
    int[] positions = batch.positionsByFallingOffset();
    assertThat(Arrays.stream(positions).sorted().toArray())
        .isEqualTo(IntStream.range(0, batch.positions()).toArray());
    for (int i = 1; i < positions.length; i++) {
      assertThat(batch.offset(positions[i])).isLessThanOrEqualTo(batch.offset(positions[i - 1]));
    }
    for (int t = 0; t <= GqVaeSpec.WORD_BYTES; t++) {
      int offset = t;
      assertThat(batch.positionsReaching(t))
          .isEqualTo(
              (int)
                  IntStream.range(0, batch.positions())
                      .filter(p -> batch.offset(p) >= offset)
                      .count());
    }
  }

  @Test
  void refusesWordsWithoutTheirCounts() {
    assertThatThrownBy(() -> WordBatch.of(List.of(word("a"), word("b")), List.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 words but 1 counts");
  }
}
