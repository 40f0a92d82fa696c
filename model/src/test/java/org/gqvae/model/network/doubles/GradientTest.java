package org.gqvae.model.network.doubles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.gqvae.model.layers.doubles.Parameters.Role;
import org.gqvae.model.layers.doubles.Parameters.Slice;
import org.gqvae.model.network.doubles.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.doubles.GqVaeSpec.GaterInput;
import org.gqvae.model.network.doubles.GqVaeSpec.Positions;
import org.gqvae.model.network.doubles.GqVaeSpec.Quantization;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every gradient of the network against finite differences, or against its definition where
 * it is none.
 */
class GradientTest {
  private static final double STEP = 1e-5;
  private static final WordBatch BATCH =
      WordBatch.of(
          Stream.of("a", " cat", "gated", "\u00e9t\u00e9", " vocabulary 0123")
              .map(text -> Word.of(text.getBytes(UTF_8)))
              .toList(),
          List.of(5, 1, 2, 3, 1));

  /** Parameters and gradients of a network, off-heap, with the means to nudge one of them. */
  private static final class Bench {
    final GqVae network;
    final double[] values;
    final DoublePointer parameters;
    final DoublePointer gradients;

    Bench(GqVaeSpec spec, Objective objective, boolean quantizing) {
      network = new GqVae(spec, objective);
      values = network.initialValues(7);
      SplittableRandom random = new SplittableRandom(11);
      for (Slice slice : network.parameters().slices()) {
        for (int i = 0; i < slice.size() && slice.role() != Role.STATE; i++) {
          values[(int) slice.offset() + i] += 0.1 * random.nextGaussian();
        }
      }
      if (spec.hasCodebook()) {
        set("quantizing", 0, quantizing ? 1 : 0);
      }
      parameters = new DoublePointer(values);
      gradients = new DoublePointer(values.length);
      network.bind(parameters, gradients);
    }

    final void set(String name, int index, double value) {
      values[(int) network.parameters().slice(name).offset() + index] = value;
    }

    double[] gradient() {
      double[] gradient = new double[values.length];
      gradients.put(gradient);
      network.accumulateGradient(BATCH);
      gradients.get(gradient);
      return gradient;
    }

    double at(long index, double nudge, ToDoubleFunction<Losses> loss) {
      parameters.put(index, values[(int) index] + nudge);
      network.refresh();
      double result = loss.applyAsDouble(network.evaluate(BATCH));
      parameters.put(index, values[(int) index]);
      return result;
    }

    double difference(long index, ToDoubleFunction<Losses> loss) {
      return (at(index, STEP, loss) - at(index, -STEP, loss)) / (2 * STEP);
    }
  }

  private static GqVaeSpec spec(
      Positions positions, CodebookLearning learning, GaterInput gaterInput) {
    return spec(positions, Quantization.NEAREST, learning, gaterInput, 0);
  }

  private static GqVaeSpec fixedSpec(Positions positions, GaterInput gaterInput) {
    return spec(positions, Quantization.NEAREST, CodebookLearning.MOVING_AVERAGE, gaterInput, 3);
  }

  private static GqVaeSpec codelessSpec(Positions positions, GaterInput gaterInput) {
    return spec(positions, Quantization.NONE, CodebookLearning.GRADIENT, gaterInput, 0);
  }

  private static GqVaeSpec spec(
      Positions positions,
      Quantization quantization,
      CodebookLearning learning,
      GaterInput gaterInput,
      int gateEvery) {
    return new GqVaeSpec(
        5, 6, 8, 2, 2, 1, 2, positions, quantization, learning, gaterInput, gateEvery);
  }

  static Stream<Arguments> specs() {
    List<Arguments> specs = new ArrayList<>();
    for (Positions positions : Positions.values()) {
      for (GaterInput gaterInput : GaterInput.values()) {
        specs.add(Arguments.of(spec(positions, CodebookLearning.MOVING_AVERAGE, gaterInput)));
        specs.add(Arguments.of(fixedSpec(positions, gaterInput)));
        specs.add(Arguments.of(codelessSpec(positions, gaterInput)));
      }
    }
    return specs.stream();
  }

  /** Without the mask loss, whose gradient stops at the gates that weigh it. */
  @ParameterizedTest
  @MethodSource("specs")
  void gradientEqualsFiniteDifferencesWithoutQuantizer(GqVaeSpec spec) {
    Bench bench = new Bench(spec, new Objective(0, 0.25, 1, 0.9, GateCost.fixed(0.7)), false);
    double[] gradient = bench.gradient();
    for (Slice slice : bench.network.parameters().slices()) {
      if (slice.role() == Role.STATE || slice.name().startsWith("decoder.length")) {
        continue;
      }
      for (int i = 0; i < slice.size(); i += Math.max(1, slice.size() / 9)) {
        long index = slice.offset() + i;
        assertClose(
            slice.name() + "[" + i + "]",
            gradient[(int) index],
            bench.difference(index, Losses::total));
      }
    }
  }

  /** The gates that weigh the mask loss do not depend on the decoder: nothing is stopped there. */
  @Test
  void gradientOfTheMaskLossEqualsFiniteDifferencesInTheDecoder() {
    Bench bench =
        new Bench(
            spec(Positions.LEARNED, CodebookLearning.MOVING_AVERAGE, GaterInput.ENCODED),
            new Objective(1.3, 0, 0, 0.9, new GateCost(0.7, 0, 0.3)),
            false);
    double[] gradient = bench.gradient();
    for (Slice slice : bench.network.parameters().slices()) {
      for (int i = 0;
          i < slice.size() && slice.name().startsWith("decoder.");
          i += Math.max(1, slice.size() / 9)) {
        long index = slice.offset() + i;
        assertClose(
            slice.name() + "[" + i + "]",
            gradient[(int) index],
            bench.difference(index, Losses::total));
      }
    }
  }

  /**
   * A trained codebook is moved by its own loss alone, not by the decoder's. Codes do not move
   * latents, so that differences of the loss in the codes are its gradient.
   */
  @Test
  void trainedCodebookFollowsItsOwnLoss() {
    double codebookWeight = 0.8;
    Bench both =
        new Bench(
            spec(Positions.LEARNED, CodebookLearning.GRADIENT, GaterInput.QUANTIZED),
            new Objective(1, 0.25, codebookWeight, 0.9, GateCost.fixed(0.7)),
            true);
    double[] gradient = both.gradient();
    Slice codebook = both.network.parameters().slice("codebook");
    for (int i = 0; i < codebook.size(); i++) {
      long index = codebook.offset() + i;
      // The quantization loss is commitment and codebook loss, one mean under two weights; only the
      // latter moves codes.
      double share = codebookWeight / (codebookWeight + 0.25);
      assertClose(
          "codebook[" + i + "]",
          gradient[(int) index],
          share * both.difference(index, Losses::quantization));
    }
  }

  /**
   * Straight through: with the quantizer on, the encoder's gradient is that of a network in which
   * z_q - z is a constant. Its output bias moves every latent by the same amount, so the sum over
   * positions of dL/dz_q plus the commitment's gradient must come out.
   */
  @Test
  void straightThroughHandsTheDecodersGradientToTheEncoder() {
    GqVaeSpec spec = spec(Positions.LEARNED, CodebookLearning.GRADIENT, GaterInput.QUANTIZED);
    Objective objective = new Objective(0, 0.25, 0, 0.9, GateCost.fixed(0.7));
    Bench bench = new Bench(spec, objective, true);
    double[] gradient = bench.gradient();
    int width = spec.width();
    Slice codebook = bench.network.parameters().slice("codebook");
    Slice bias = bench.network.parameters().slice("encoder.output.contract.bias");
    GqVae.Encoding encoding = bench.network.encode(BATCH);
    for (int d = 0; d < width; d++) {
      double expected = 0;
      for (int v = 0; v < spec.codebookSize(); v++) {
        // All losses but quantization see a code only through z_q: the sum over its positions of
        // dL/dz_q.
        expected +=
            bench.difference(
                codebook.offset() + (long) v * width + d,
                losses -> losses.total() - losses.quantization());
      }
      for (int p = 0; p < BATCH.positions(); p++) {
        double code = bench.network.codebook()[encoding.codes()[p] * width + d];
        expected += 0.25 * 2 / width * BATCH.weight(p) * (encoding.latents()[p * width + d] - code);
      }
      assertClose("bias[" + d + "]", gradient[(int) bias.offset() + d], expected);
    }
  }

  /**
   * Gates weigh the mask loss under a stopped gradient: it moves them through the true mask alone,
   * as if its weights were constants.
   */
  @Test
  void maskLossMovesGatesThroughTheMaskButNotAsItsWeights() {
    GqVaeSpec spec = spec(Positions.LEARNED, CodebookLearning.MOVING_AVERAGE, GaterInput.ENCODED);
    Bench with = new Bench(spec, new Objective(1, 0, 0, 0.9, GateCost.fixed(0.7)), false);
    Bench without = new Bench(spec, new Objective(0, 0, 0, 0.9, GateCost.fixed(0.7)), false);
    double[] difference = with.gradient();
    double[] base = without.gradient();
    // This bias shifts the scores of all gates.
    Slice bias = with.network.parameters().slice("gater.narrow.bias");
    int at = (int) bias.offset();
    double expected = maskLossGradientThroughTheMaskAlone(with, bias.offset());
    assertClose("gater bias", difference[at] - base[at], expected);
  }

  /** The difference of the mask loss whose weights stay those of the unmoved gates. */
  private static double maskLossGradientThroughTheMaskAlone(Bench bench, long index) {
    double[] held = bench.network.encode(BATCH).gates().clone();
    double up = maskLoss(bench, index, STEP, held);
    double down = maskLoss(bench, index, -STEP, held);
    return (up - down) / (2 * STEP);
  }

  private static double maskLoss(Bench bench, long index, double nudge, double[] weights) {
    bench.parameters.put(index, bench.values[(int) index] + nudge);
    bench.network.refresh();
    double[] gates = bench.network.encode(BATCH).gates();
    double[] mask = new SoftMask(bench.network.spec().tokenBytes()).forward(gates, BATCH);
    double[] logits = bench.network.lengthLogits(BATCH);
    bench.parameters.put(index, bench.values[(int) index]);
    int slots = bench.network.spec().tokenBytes();
    double loss = 0;
    for (int p = 0; p < BATCH.positions(); p++) {
      double total = 0;
      for (int i = 0; i < slots; i++) {
        total += Math.exp(logits[p * slots + i]);
      }
      double longer = total;
      for (int j = 1; j < slots; j++) {
        longer -= Math.exp(logits[p * slots + j - 1]);
        double prediction = longer / total;
        double m = mask[p * slots + j];
        loss -=
            BATCH.weight(p)
                * weights[p]
                * (m * Math.log(prediction) + (1 - m) * Math.log(1 - prediction));
      }
    }
    return loss;
  }

  /** Moving averages: parameter - gradient is decay x old + (1 - decay) x what the batch shows. */
  @Test
  void movingAveragesFollowTheirDefinition() {
    GqVaeSpec spec = spec(Positions.LEARNED, CodebookLearning.MOVING_AVERAGE, GaterInput.ENCODED);
    Bench bench = new Bench(spec, new Objective(1, 0.25, 0, 0.9, GateCost.fixed(0.7)), true);
    double[] gradient = bench.gradient();
    GqVae.Encoding encoding = bench.network.encode(BATCH);
    int width = spec.width();
    double[] shares = new double[spec.codebookSize()];
    double[] sums = new double[spec.codebookSize() * width];
    for (int p = 0; p < BATCH.positions(); p++) {
      int code = encoding.codes()[p];
      shares[code] += BATCH.weight(p);
      for (int d = 0; d < width; d++) {
        sums[code * width + d] += BATCH.weight(p) * encoding.latents()[p * width + d];
      }
    }
    assertMoved(bench, gradient, "code.shares", shares);
    assertMoved(bench, gradient, "code.sums", sums);
  }

  /** A batch with too many gates makes them dearer, by its definition. */
  @Test
  void aSteeredGateCostFollowsItsDefinition() {
    GqVaeSpec spec = spec(Positions.LEARNED, CodebookLearning.MOVING_AVERAGE, GaterInput.ENCODED);
    GateCost steered = new GateCost(0.7, 4.2, 0);
    Bench bench = new Bench(spec, new Objective(1, 0.25, 0, 0.9, steered), true);
    Bench fixed = new Bench(spec, new Objective(1, 0.25, 0, 0.9, GateCost.fixed(0.7)), true);
    double[] gradient = bench.gradient();
    double[] fixedGradient = fixed.gradient();
    GqVae.Encoding encoding = bench.network.encode(BATCH);
    double gateRate = 0;
    for (int from = 0; from < BATCH.positions(); ) {
      gateRate += BATCH.weight(from);
      from = bench.network.tokenEnd(encoding, from);
    }
    int at = (int) bench.network.parameters().slice("gate.cost").offset();
    assertThat(gateRate).isGreaterThan(1 / 4.2);
    assertClose("gate cost", bench.values[at] - gradient[at], 0.7 * Math.pow(gateRate * 4.2, 0.3));
    assertThat(fixedGradient[at]).isZero();
    gradient[at] = 0;
    assertThat(gradient).isEqualTo(fixedGradient);
  }

  private static void assertMoved(Bench bench, double[] gradient, String name, double[] shown) {
    Slice slice = bench.network.parameters().slice(name);
    for (int i = 0; i < slice.size(); i++) {
      int at = (int) slice.offset() + i;
      assertClose(
          name + "[" + i + "]",
          bench.values[at] - gradient[at],
          0.9 * bench.values[at] + 0.1 * shown[i]);
    }
  }

  private static void assertClose(String what, double actual, double expected) {
    double scale = Math.max(1e-3, Math.max(Math.abs(actual), Math.abs(expected)));
    assertThat(Math.abs(actual - expected) / scale)
        .as("%s: %s, expected %s", what, actual, expected)
        .isLessThan(1e-5);
  }
}
