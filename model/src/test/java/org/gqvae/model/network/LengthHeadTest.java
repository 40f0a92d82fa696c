package org.gqvae.model.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.gqvae.model.layers.FixedOrderKernel;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;

class LengthHeadTest {
  private static final GqVaeSpec SPEC =
      Networks.spec(Positions.LEARNED, CodebookLearning.GRADIENT, GaterInput.ENCODED);
  private static final int SLOTS = SPEC.tokenBytes();

  /** A head whose logits are the first K of the D values of a row. */
  private static LengthHead head() {
    Parameters parameters = new Parameters();
    LengthHead head = new LengthHead(parameters, SPEC);
    float[] values = new float[Math.toIntExact(parameters.size())];
    for (int k = 0; k < SLOTS; k++) {
      values[k * SLOTS + k] = 1;
    }
    parameters.bind(new FixedOrderKernel(values));
    return head;
  }

  @Test
  void predictsAsManyBytesAsHaveAMaskOverOneHalf() {
    SplittableRandom random = new SplittableRandom(4);
    int rows = 2_000;
    int width = SPEC.width();
    float[] h = new float[rows * width];
    for (int i = 0; i < h.length; i++) {
      h[i] = (float) (3 * random.nextGaussian());
    }
    int[] lengths = head().lengths(h, rows);
    for (int row = 0; row < rows; row++) {
      double total = 0;
      for (int i = 0; i < SLOTS; i++) {
        total += Math.exp(h[row * width + i]);
      }
      int overHalf = 0;
      double mask = 1;
      for (int j = 0; j < SLOTS; j++) {
        overHalf += mask > 0.5 ? 1 : 0;
        mask -= Math.exp(h[row * width + j]) / total;
      }
      assertThat(lengths[row]).as("row %s", row).isEqualTo(overHalf);
    }
    assertThat(lengths).contains(1, 2, 3, 4, 5);
  }

  @Test
  void sureLengthsAreTakenAndCostNothingWhereTheyAreRight() {
    WordBatch batch = WordBatch.of(List.of(Word.of("cat".getBytes(UTF_8))));
    float[] gates = {0, 0, 1};
    float[] mask = new SoftMask(SLOTS).forward(gates, batch);
    // Position t says length t + 1.
    float[] right = new float[3 * SPEC.width()];
    float[] wrong = new float[3 * SPEC.width()];
    for (int p = 0; p < 3; p++) {
      right[p * SPEC.width() + p] = 200;
      wrong[p * SPEC.width() + p + 1] = 200;
    }
    assertThat(head().lengths(right, 3)).containsExactly(1, 2, 3);
    assertThat(head().lengths(wrong, 3)).containsExactly(2, 3, 4);
    assertThat(head().loss(right, mask, gates, 1, batch, null, null)).isBetween(0.0, 1e-6);
    assertThat(head().loss(wrong, mask, gates, 1, batch, null, null)).isBetween(1.0, 100.0);
  }
}
