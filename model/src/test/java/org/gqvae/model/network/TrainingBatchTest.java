package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class TrainingBatchTest {
  private static final long SEED = 0xFEDC_BA98_7654_3210L;

  @Test
  void carriesWordsAndCounts() {
    Random random = RandomText.random();
    List<Word> words = Networks.words(random, 500);
    int[] counts = random.ints(words.size(), 1, 1 << 24).toArray();
    DataSet data = TrainingBatch.dataSet(words, counts, SEED);

    WordBatch carried = TrainingBatch.words(data.getFeatures(), data.getLabels());
    WordBatch expected = WordBatch.of(words, Arrays.stream(counts).boxed().toList());
    assertThat(carried.count()).isEqualTo(words.size());
    assertThat(carried.positions()).isEqualTo(expected.positions());
    for (int w = 0; w <= words.size(); w++) {
      assertThat(carried.start(w)).isEqualTo(expected.start(w));
    }
    for (int p = 0; p < carried.positions(); p++) {
      assertThat(carried.symbol(p)).isEqualTo(expected.symbol(p));
      assertThat(carried.weight(p)).isEqualTo(expected.weight(p));
    }
    assertThat(carried.noiseSeed()).isEqualTo(0xFEDC_BA98_7654_0000L);
  }

  @Test
  void isOneExampleToDl4j() {
    DataSet data =
        TrainingBatch.dataSet(
            List.of(Word.of(new byte[] {0}), Word.of(new byte[] {-1, 0})), new int[] {1, 2}, SEED);
    assertThat(data.numExamples()).isEqualTo(1);
  }
}
