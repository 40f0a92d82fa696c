package org.gqvae.jobs.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import org.gqvae.jobs.cli.FileCount;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;

class WordFilesTest {
  /** About what a hundred million distinct words come from. */
  private static final long TERABYTE = 1_000_000_000_000L;

  private static final int WORDS = 100_000_000;

  /** One in so many words is made here. */
  private static final int SHARE = 100;

  @Test
  void aHundredMillionWordsAreSpreadEvenlyOverFilesThatATaskSortsInMemory() {
    WordFiles files = new WordFiles(new FileCount("count.files", 0).of(TERABYTE));
    int[] words = new int[files.numPartitions()];
    for (int i = 0; i < WORDS / SHARE; i++) {
      words[files.fileOf(Word.of(ByteBuffer.allocate(8).putLong(i * 7L).array()))]++;
    }

    IntSummaryStatistics spread = Arrays.stream(words).summaryStatistics();
    assertThat(words).hasSize(466);
    assertThat(spread.getSum()).isEqualTo(WORDS / SHARE);
    assertThat((long) SHARE * spread.getMax()).isLessThan(300_000);
    assertThat((long) SHARE * spread.getMin()).isGreaterThan(150_000);
  }
}
