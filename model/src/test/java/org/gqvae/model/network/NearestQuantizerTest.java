package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.OpenBlasKernel;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.text.RandomText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestQuantizerTest {
  private static final int WIDTH = 8;

  private final Random random = RandomText.random();

  /** Some hundred positions, more than meet many codes at once. */
  @ParameterizedTest
  @ValueSource(ints = {24, 4_096, 4_097, 9_000})
  void trainingFindsTheNearestOfAnyNumberOfCodes(int size) {
    GqVaeSpec spec =
        new GqVaeSpec(
            5,
            size,
            WIDTH,
            2,
            1,
            1,
            1,
            Positions.LEARNED,
            CodebookLearning.GRADIENT,
            GaterInput.ENCODED);
    Parameters parameters = new Parameters();
    Quantizer quantizer = new NearestQuantizer(parameters, spec, Objective.NONE);
    float[] values = gaussian((int) parameters.size());
    values[(int) parameters.slice("quantizing").offset()] = 1;
    parameters.bind(
        new OpenBlasKernel(new FloatPointer(values), new FloatPointer(new float[values.length])));
    quantizer.refresh();
    WordBatch batch = WordBatch.of(Networks.words(random, 300));
    float[] latents = gaussian(batch.positions() * WIDTH);
    quantizer.forward(latents, batch);
    for (int p = 0; p < batch.positions(); p++) {
      double least = Double.POSITIVE_INFINITY;
      for (int v = 0; v < size; v++) {
        least =
            Math.min(least, Networks.squaredDistance(WIDTH, latents, p, quantizer.codebook(), v));
      }
      assertThat(
              Networks.squaredDistance(
                  WIDTH, latents, p, quantizer.codebook(), quantizer.codes()[p]))
          .as("position %d", p)
          .isCloseTo(least, within(1e-4));
    }
  }

  private float[] gaussian(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
