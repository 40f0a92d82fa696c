package org.gqvae.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void otherPathsGiveOtherSeeds() {
    Set<Long> seeds = new HashSet<>();
    for (int seed = -10; seed < 10; seed++) {
      seeds.add(Seeds.at(seed));
      for (int i = -10; i < 10; i++) {
        seeds.add(Seeds.at(seed, i));
        for (int j = -10; j < 10; j++) {
          seeds.add(Seeds.at(seed, i, j));
        }
      }
    }
    assertThat(seeds).hasSize(20 + 400 + 8000);
  }

  @Test
  void theOrderOfThePathMatters() {
    assertThat(Seeds.at(1, 2, 3)).isNotEqualTo(Seeds.at(1, 3, 2));
    assertThat(Seeds.at(1, 2)).isNotEqualTo(Seeds.at(2, 1));
    assertThat(Seeds.at(1, 1)).isNotEqualTo(Seeds.at(2, 2));
  }

  @Test
  void neighbouringSeedsShareHalfOfTheirBits() {
    long different = 0;
    for (int i = 0; i < 1_000; i++) {
      different += Long.bitCount(Seeds.at(7, i) ^ Seeds.at(7, i + 1));
    }
    assertThat(different / 1_000.0).isCloseTo(32, within(1.0));
  }

  @Test
  void wordsOfZerosDiffer() {
    assertThat(Seeds.of(1, Word.of(new byte[1]))).isNotEqualTo(Seeds.of(1, Word.of(new byte[2])));
  }

  @Test
  void fractionsAreSpreadEvenly() {
    int[] tenths = new int[10];
    for (int i = 0; i < 10_000; i++) {
      Word word = Word.of(new byte[] {(byte) (i >> 8), (byte) i});
      tenths[(int) (10 * Seeds.fraction(3, word))]++;
    }
    // Five standard deviations of a binomial of 10,000 and 1/10.
    for (int count : tenths) {
      assertThat(count).isBetween(850, 1_150);
    }
  }
}
