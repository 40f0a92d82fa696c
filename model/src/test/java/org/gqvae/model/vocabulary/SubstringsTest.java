package org.gqvae.model.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.junit.jupiter.api.Test;

class SubstringsTest {
  private static final int ALL = 1_000_000;

  @Test
  void countEachPlaceInTheRunningWords() {
    List<WordCounts.Entry> words = List.of(entry("aaab", 5), entry("ab", 2), entry("c", 9));
    assertThat(Substrings.mostSaving(words, Word.MAX_BYTES, ALL))
        .containsExactly(
            entry("aa", 10), entry("aaa", 5), entry("aaab", 5), entry("aab", 5), entry("ab", 7));
    assertThat(Substrings.mostSaving(words, 2, ALL))
        .containsExactly(entry("aa", 10), entry("ab", 7));
  }

  @Test
  void areThoseOfTheHighestProductOfCountAndLengthLessOne() {
    // low 16, lower 12, lowe 9; lo, ow and we 8 or less; all others below 9.
    List<WordCounts.Entry> words = List.of(entry("low", 5), entry("lower", 3));
    assertThat(Substrings.mostSaving(words, Word.MAX_BYTES, 3))
        .containsExactly(entry("low", 8), entry("lowe", 3), entry("lower", 3));
  }

  @Test
  void breakTiesByByteOrder() {
    List<WordCounts.Entry> words = List.of(entry("zz", 4), entry("bb", 4), entry("aaa", 2));
    assertThat(Substrings.mostSaving(words, Word.MAX_BYTES, 3))
        .containsExactly(entry("aa", 4), entry("aaa", 2), entry("bb", 4));
  }

  @Test
  void doNotDependOnTheOrderOfTheWords() {
    Random random = RandomText.random();
    WordCounts counts = new WordCounts();
    for (int w = 0; w < 500; w++) {
      byte[] word = new byte[1 + random.nextInt(Word.MAX_BYTES)];
      random.nextBytes(word);
      counts.add(Word.of(word), 1 + random.nextInt(3));
    }
    List<WordCounts.Entry> shuffled = new ArrayList<>(counts.sorted());
    Collections.shuffle(shuffled, random);
    for (int most : new int[] {1, 100, 2_000}) {
      assertThat(Substrings.mostSaving(shuffled, Word.MAX_BYTES, most))
          .hasSize(most)
          .isEqualTo(Substrings.mostSaving(counts.sorted(), Word.MAX_BYTES, most));
    }
  }

  private static WordCounts.Entry entry(String word, long count) {
    return new WordCounts.Entry(Word.of(word), count);
  }
}
