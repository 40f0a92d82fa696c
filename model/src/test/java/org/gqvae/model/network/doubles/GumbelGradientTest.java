package org.gqvae.model.network.doubles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.gqvae.model.layers.doubles.OpenBlasKernel;
import org.gqvae.model.layers.doubles.Parameters;
import org.gqvae.model.network.doubles.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.doubles.GqVaeSpec.GaterInput;
import org.gqvae.model.network.doubles.GqVaeSpec.Positions;
import org.gqvae.model.network.doubles.GqVaeSpec.Quantization;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the gradient of a drawing quantizer against finite differences of what it is the gradient
 * of: the mixture of codes under fixed noise, written down here once more, and the prior's loss.
 */
class GumbelGradientTest {
  private static final double STEP = 1e-5;
  private static final int CODES = 6;
  private static final int WIDTH = 8;
  private static final long NOISE_SEED = 42;
  private static final Annealing ANNEALING = new Annealing(1.5, 0.5, 10);
  private static final int STEPS_BEFORE = 3;
  private static final GqVaeSpec SPEC =
      new GqVaeSpec(
          5,
          CODES,
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
  private static final WordBatch BATCH =
      WordBatch.of(
          Stream.of("a", " cat", "gated").map(text -> Word.of(text.getBytes(UTF_8))).toList(),
          List.of(5, 1, 2),
          NOISE_SEED);
  private static final int POSITIONS = BATCH.positions();

  private final SplittableRandom random = new SplittableRandom(7);
  private final Parameters parameters = new Parameters();
  private final double[] latents = gaussian(POSITIONS * WIDTH);
  private final double[] outputGradient = gaussian(POSITIONS * WIDTH);
  private double[] codes;
  private DoublePointer values;
  private DoublePointer gradients;

  private double[] gaussian(int count) {
    return random.doubles(count).map(u -> random.nextGaussian()).toArray();
  }

  private GumbelQuantizer quantizer(double prior) {
    Objective objective = new Objective(1, 0.25, 1, 0.9, prior, ANNEALING, GateCost.fixed(1));
    GumbelQuantizer quantizer = new GumbelQuantizer(parameters, SPEC, objective);
    double[] all = parameters.initialValues(3);
    all[at("quantizing")] = 1;
    all[at("gumbel.steps")] = STEPS_BEFORE;
    codes = Arrays.copyOfRange(all, at("codebook"), at("codebook") + CODES * WIDTH);
    values = new DoublePointer(all);
    gradients = new DoublePointer(new double[all.length]);
    parameters.bind(new OpenBlasKernel(values, gradients));
    quantizer.refresh();
    return quantizer;
  }

  private int at(String name) {
    return (int) parameters.slice(name).offset();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7})
  void gradientIsThatOfTheMixtureUnderTheSameNoiseAndOfThePrior(double prior) {
    GumbelQuantizer quantizer = quantizer(prior);
    quantizer.forward(latents, BATCH);
    double[] dz = outputGradient.clone();
    quantizer.backward(dz);
    for (int i = 0; i < latents.length; i++) {
      assertClose("z[" + i + "]", dz[i], difference(latents, i, () -> relaxedLoss(prior)));
    }
    for (int i = 0; i < codes.length; i++) {
      assertClose(
          "codebook[" + i + "]",
          gradients.get(at("codebook") + i),
          difference(codes, i, () -> relaxedLoss(prior)));
    }
  }

  /** Without a gradient from the decoder the prior's is left. */
  @Test
  void gradientOfThePriorEqualsDifferencesOfItsLoss() {
    GumbelQuantizer quantizer = quantizer(0.7);
    quantizer.forward(latents, BATCH);
    double[] dz = new double[POSITIONS * WIDTH];
    quantizer.backward(dz);
    for (int i = 0; i < latents.length; i++) {
      assertClose("z[" + i + "]", dz[i], difference(latents, i, () -> loss(quantizer)));
    }
    for (int i = 0; i < codes.length; i++) {
      assertClose(
          "codebook[" + i + "]",
          gradients.get(at("codebook") + i),
          difference(codes, i, () -> loss(quantizer)));
    }
  }

  private double loss(GumbelQuantizer quantizer) {
    for (int i = 0; i < codes.length; i++) {
      values.put(at("codebook") + i, codes[i]);
    }
    quantizer.refresh();
    quantizer.forward(latents, BATCH);
    return quantizer.loss();
  }

  @Test
  void lossIsTheDivergenceFromTheUniformPrior() {
    GumbelQuantizer quantizer = quantizer(0.7);
    quantizer.forward(latents, BATCH);
    assertThat(quantizer.loss()).isCloseTo(0.7 * divergence(), within(1e-12));
    assertThat(divergence()).isBetween(0.1, Math.log(CODES));
  }

  @Test
  void takesTheCodeOfTheHighestScoreWithNoise() {
    GumbelQuantizer quantizer = quantizer(0);
    double[] quantized = quantizer.forward(latents, BATCH);
    double[] noise = noise();
    for (int p = 0; p < POSITIONS; p++) {
      double[] scores = scores(p);
      int best = 0;
      for (int v = 0; v < CODES; v++) {
        scores[v] += noise[p * CODES + v];
        best = scores[v] > scores[best] ? v : best;
      }
      assertThat(quantizer.codes()[p]).isEqualTo(best);
      assertThat(Arrays.copyOfRange(quantized, p * WIDTH, (p + 1) * WIDTH))
          .isEqualTo(Arrays.copyOfRange(codes, best * WIDTH, (best + 1) * WIDTH));
    }
    assertThat(Arrays.stream(quantizer.codes()).distinct().count()).isGreaterThan(1);
  }

  @Test
  void countsAStep() {
    GumbelQuantizer quantizer = quantizer(0);
    quantizer.forward(latents, BATCH);
    quantizer.backward(outputGradient.clone());
    assertThat(values.get(at("gumbel.steps")) - gradients.get(at("gumbel.steps")))
        .isEqualTo(STEPS_BEFORE + 1);
  }

  /** dz_q . mixture, summed over positions, and what the prior costs. */
  private double relaxedLoss(double prior) {
    double[] noise = noise();
    double temperature = 1.5 * Math.pow(0.5 / 1.5, STEPS_BEFORE / 9.0);
    double loss = prior * divergence();
    for (int p = 0; p < POSITIONS; p++) {
      double[] noisy = scores(p);
      for (int v = 0; v < CODES; v++) {
        noisy[v] = (noisy[v] + noise[p * CODES + v]) / temperature;
      }
      double[] shares = softmax(noisy);
      for (int v = 0; v < CODES; v++) {
        for (int d = 0; d < WIDTH; d++) {
          loss += shares[v] * codes[v * WIDTH + d] * outputGradient[p * WIDTH + d];
        }
      }
    }
    return loss;
  }

  private double divergence() {
    double divergence = 0;
    for (int p = 0; p < POSITIONS; p++) {
      for (double q : softmax(scores(p))) {
        divergence += BATCH.weight(p) * q * Math.log(q * CODES);
      }
    }
    return divergence;
  }

  private double[] scores(int p) {
    double[] scores = new double[CODES];
    for (int v = 0; v < CODES; v++) {
      for (int d = 0; d < WIDTH; d++) {
        double difference = latents[p * WIDTH + d] - codes[v * WIDTH + d];
        scores[v] -= difference * difference / (2 * Math.sqrt(WIDTH));
      }
    }
    return scores;
  }

  private static double[] softmax(double[] scores) {
    double total = Arrays.stream(scores).map(Math::exp).sum();
    return Arrays.stream(scores).map(score -> Math.exp(score) / total).toArray();
  }

  private static double[] noise() {
    double[] noise = new double[POSITIONS * CODES];
    new GumbelNoise(NOISE_SEED).addTo(noise, noise.length);
    return noise;
  }

  private static double difference(double[] x, int i, DoubleSupplier loss) {
    double value = x[i];
    x[i] = value + STEP;
    double up = loss.getAsDouble();
    x[i] = value - STEP;
    double down = loss.getAsDouble();
    x[i] = value;
    return (up - down) / (2 * STEP);
  }

  private static void assertClose(String what, double actual, double expected) {
    double scale = Math.max(1e-3, Math.max(Math.abs(actual), Math.abs(expected)));
    assertThat(Math.abs(actual - expected) / scale)
        .as("%s: %s, expected %s", what, actual, expected)
        .isLessThan(1e-5);
  }
}
