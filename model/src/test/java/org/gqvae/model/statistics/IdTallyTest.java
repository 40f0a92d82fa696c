package org.gqvae.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTallyTest {
  @ParameterizedTest(name = "{1} draws of {0} ids")
  @CsvSource({
    "257, 1000",
    "1024, 200",
    "1024, 5000",
    "131072, 300",
    "131072, 60000",
    "131072, 300000"
  })
  void countsAsAnArrayOfAllIdsDoes(int ids, int draws) {
    Random random = new Random(ids + draws);
    IdTally tally = new IdTally(ids);
    long[] uses = new long[ids];
    for (int i = 0; i < draws; i++) {
      int id = random.nextBoolean() ? random.nextInt(ids) : ids - 1 - random.nextInt(20);
      tally.add(id);
      uses[id]++;
    }
    assertThat(tally.histogram()).isEqualTo(Histogram.of(uses));
  }

  @Test
  void keepsCountingAfterItWasAsked() {
    IdTally tally = new IdTally(131_072);
    tally.add(131_071);
    Histogram first = tally.histogram();
    tally.add(0);
    assertThat(first).hasToString("Histogram{131071=1}");
    assertThat(tally.histogram()).hasToString("Histogram{0=1, 131071=1}");
  }
}
