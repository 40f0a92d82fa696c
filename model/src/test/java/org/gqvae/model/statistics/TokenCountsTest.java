package org.gqvae.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenCountsTest {
  private static final int IDS = 3000;

  @Test
  void addsUpAsArraysOfAllIdsDo() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      long[] sum = new long[IDS];
      TokenCounts counts = TokenCounts.NONE;
      for (int part = random.nextInt(6); part >= 0; part--) {
        long[] uses = uses(random);
        Arrays.setAll(sum, id -> sum[id] + uses[id]);
        TokenCounts ofPart = TokenCounts.ofWords(0, 0, uses);
        counts = random.nextBoolean() ? counts.plus(ofPart) : ofPart.plus(counts);
      }
      assertThat(counts).isEqualTo(TokenCounts.ofWords(0, 0, sum));
      assertThat(counts.tokens()).isEqualTo(Arrays.stream(sum).sum());
      for (int id = 0; id < IDS; id++) {
        assertThat(counts.uses(id)).as("id %s", id).isEqualTo(sum[id]);
      }
    }
  }

  @Test
  void mergesInAnyOrder() {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      TokenCounts a = TokenCounts.ofWords(0, 0, uses(random));
      TokenCounts b = TokenCounts.ofWords(0, 0, uses(random));
      TokenCounts c = TokenCounts.ofWords(0, 0, uses(random));
      assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
      assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
      assertThat(a.plus(TokenCounts.NONE)).isEqualTo(a).isEqualTo(TokenCounts.NONE.plus(a));
    }
  }

  /** Of few ids or of most, some of them often. */
  private static long[] uses(Random random) {
    double share = random.nextDouble();
    long[] uses = new long[IDS];
    Arrays.setAll(
        uses, id -> random.nextDouble() < share ? 1L + random.nextInt(5) * (1L << 40) : 0);
    return uses;
  }
}
