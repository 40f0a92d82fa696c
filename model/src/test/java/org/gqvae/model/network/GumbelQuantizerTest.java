package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.OpenBlasKernel;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Vectors;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.GqVaeSpec.Quantization;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GumbelQuantizerTest {
  private static final int WIDTH = 8;

  private final Random random = RandomText.random();
  private final List<Word> words = Networks.words(random, 300);
  private final Parameters parameters = new Parameters();

  private GumbelQuantizer quantizer(int codes, double prior, boolean trains) {
    GqVaeSpec spec =
        new GqVaeSpec(
            5,
            codes,
            WIDTH,
            2,
            1,
            1,
            1,
            Positions.LEARNED,
            Quantization.GUMBEL_SOFTMAX,
            CodebookLearning.GRADIENT,
            GaterInput.ENCODED,
            0);
    Objective objective =
        new Objective(1, 0, 0, 0, prior, new Annealing(1, 1, 1), GateCost.fixed(1));
    GumbelQuantizer quantizer = new GumbelQuantizer(parameters, spec, objective);
    float[] values = gaussian((int) parameters.size());
    values[(int) parameters.slice("quantizing").offset()] = 1;
    parameters.bind(
        new OpenBlasKernel(
            new FloatPointer(values), trains ? new FloatPointer(new float[values.length]) : null));
    quantizer.refresh();
    return quantizer;
  }

  private WordBatch batch(long noiseSeed) {
    return WordBatch.of(words, words.stream().map(word -> 1).toList(), noiseSeed);
  }

  private float[] gaussian(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void drawsByTheSeedOfTheBatchAlone() {
    GumbelQuantizer quantizer = quantizer(24, 0, true);
    float[] latents = gaussian(batch(1).positions() * WIDTH);
    quantizer.forward(latents, batch(1));
    int[] codes = quantizer.codes().clone();
    quantizer.forward(latents, batch(2));
    assertThat(quantizer.codes()).isNotEqualTo(codes);
    quantizer.forward(latents, batch(1));
    assertThat(quantizer.codes()).isEqualTo(codes);
  }

  /** Other positions of a batch draw other codes for the same latent. */
  @Test
  void drawsAnewAtEachPosition() {
    GumbelQuantizer quantizer = quantizer(24, 0, true);
    quantizer.forward(new float[batch(1).positions() * WIDTH], batch(1));
    assertThat(Arrays.stream(quantizer.codes()).distinct().count()).isGreaterThan(10);
  }

  @Test
  void measuresByTheNearestCodeWithoutNoise() {
    GumbelQuantizer quantizer = quantizer(24, 0.5, false);
    float[] latents = gaussian(batch(1).positions() * WIDTH);
    quantizer.forward(latents, batch(1));
    int[] codes = quantizer.codes().clone();
    quantizer.forward(latents, batch(2));
    assertThat(quantizer.codes()).isEqualTo(codes);
    for (int p = 0; p < batch(1).positions(); p++) {
      double chosen = Networks.squaredDistance(WIDTH, latents, p, quantizer.codebook(), codes[p]);
      for (int v = 0; v < 24; v++) {
        assertThat(chosen)
            .isLessThan(
                Networks.squaredDistance(WIDTH, latents, p, quantizer.codebook(), v) + 1e-4);
      }
    }
    assertThat(quantizer.loss()).isBetween(0.01, 0.5 * Math.log(24));
  }

  /** Of many codes only some positions are scored at a time. */
  @ParameterizedTest
  @ValueSource(ints = {24, 9_000})
  void drawsTheHighestScoreWithNoiseOfAnyNumberOfCodes(int size) {
    GumbelQuantizer quantizer = quantizer(size, 0, true);
    WordBatch batch = batch(1);
    float[] latents = gaussian(batch.positions() * WIDTH);
    quantizer.forward(latents, batch);
    GumbelNoise noise = new GumbelNoise(1);
    for (int p = 0; p < batch.positions(); p++) {
      float[] scores = new float[size];
      for (int v = 0; v < size; v++) {
        double distance = Networks.squaredDistance(WIDTH, latents, p, quantizer.codebook(), v);
        scores[v] = (float) (-distance / (2 * Math.sqrt(WIDTH)));
      }
      noise.addTo(scores, size);
      float best = Vectors.max(scores, 0, size);
      assertThat(scores[quantizer.codes()[p]]).as("position %d", p).isCloseTo(best, within(1e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 9_000})
  void pullsEqualLatentsToThePriorAlike(int size) {
    GumbelQuantizer quantizer = quantizer(size, 0.5, true);
    WordBatch batch = batch(1);
    int rows = batch.positions();
    float[] latent = gaussian(WIDTH);
    float[] latents = new float[rows * WIDTH];
    for (int p = 0; p < rows; p++) {
      System.arraycopy(latent, 0, latents, p * WIDTH, WIDTH);
    }
    quantizer.forward(latents, batch);
    float[] gradient = new float[rows * WIDTH];
    quantizer.backward(gradient);
    float scale = Vectors.max(gradient, 0, WIDTH);
    assertThat(scale).isPositive();
    for (int i = WIDTH; i < gradient.length; i++) {
      assertThat(gradient[i]).isCloseTo(gradient[i % WIDTH], within(1e-3f * scale));
    }
  }
}
