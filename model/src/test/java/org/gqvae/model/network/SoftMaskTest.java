package org.gqvae.model.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;

class SoftMaskTest {
  private static final int SLOTS = 5;

  @Test
  void isTheProductOfTheClosedGatesToTheLeft() {
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 400));
    float[] gates = gates(batch);
    float[] mask = new SoftMask(SLOTS).forward(gates, batch);
    for (int p = 0; p < batch.positions(); p++) {
      for (int j = 0; j < SLOTS; j++) {
        double expected = j > batch.offset(p) ? 0 : 1;
        for (int left = 1; left <= j && left <= batch.offset(p); left++) {
          expected *= 1 - gates[p - left];
        }
        assertThat((double) mask[p * SLOTS + j])
            .as("m[%s][%s]", p, j)
            .isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void hardGatesCutAWordIntoItsTokens() {
    WordBatch batch = WordBatch.of(List.of(Word.of("gated".getBytes(UTF_8))));
    // ga|ted
    float[] mask = new SoftMask(3).forward(new float[] {0, 1, 0, 0, 1}, batch);
    assertThat(mask).startsWith(1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1);
  }

  @Test
  void doesNotDependOnWhatWasMaskedBefore() {
    SoftMask softMask = new SoftMask(SLOTS);
    WordBatch large = WordBatch.of(Networks.words(RandomText.random(), 400));
    softMask.forward(gates(large), large);
    WordBatch small = WordBatch.of(List.of(Word.of("cat".getBytes(UTF_8))));
    float[] gates = gates(small);
    assertThat(Arrays.copyOf(softMask.forward(gates, small), 3 * SLOTS))
        .isEqualTo(Arrays.copyOf(new SoftMask(SLOTS).forward(gates, small), 3 * SLOTS));
  }

  private static float[] gates(WordBatch batch) {
    SplittableRandom random = new SplittableRandom(2);
    float[] gates = new float[batch.positions()];
    for (int p = 0; p < gates.length; p++) {
      gates[p] = batch.endsWord(p) ? 1 : (float) random.nextDouble();
    }
    return gates;
  }
}
