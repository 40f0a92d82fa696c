package org.gqvae.model.network.doubles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.gqvae.model.layers.doubles.Parameters.Slice;
import org.gqvae.model.network.doubles.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.doubles.GqVaeSpec.GaterInput;
import org.gqvae.model.network.doubles.GqVaeSpec.Positions;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Distinct words with counts stand for the running words themselves. */
class PackedBatchTest {
  private static final List<Word> WORDS = new ArrayList<>();
  private static final List<Integer> COUNTS = new ArrayList<>();
  private static final List<Word> RUNNING_WORDS = new ArrayList<>();

  static {
    Random random = RandomText.random();
    for (int w = 0; w < 12; w++) {
      byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
      random.nextBytes(bytes);
      bytes[0] = (byte) w; // distinct
      WORDS.add(Word.of(bytes));
      COUNTS.add(1 + random.nextInt(9));
      RUNNING_WORDS.addAll(Collections.nCopies(COUNTS.get(w), WORDS.get(w)));
    }
    Collections.shuffle(RUNNING_WORDS, random);
  }

  /** The losses of a batch and their gradient. */
  private record Outcome(Losses losses, double[] gradient) {}

  private static Outcome outcome(GqVaeSpec spec, boolean quantizing, WordBatch batch) {
    GqVae network = new GqVae(spec, new Objective(1, 0.25, 0.8, 0.9, new GateCost(0.7, 4, 0.3)));
    double[] values = network.initialValues(7);
    Slice flag = network.parameters().slice("quantizing");
    values[Math.toIntExact(flag.offset())] = quantizing ? 1 : 0;
    double[] gradient = new double[values.length];
    DoublePointer gradients = new DoublePointer(gradient);
    network.bind(new DoublePointer(values), gradients);
    Losses losses = network.accumulateGradient(batch);
    gradients.get(gradient);
    return new Outcome(losses, gradient);
  }

  private static Stream<Arguments> networks() {
    return Stream.of(CodebookLearning.values())
        .map(
            learning ->
                new GqVaeSpec(
                    5, 6, 8, 2, 2, 1, 2, Positions.LEARNED, learning, GaterInput.QUANTIZED))
        .flatMap(spec -> Stream.of(Arguments.of(spec, false), Arguments.of(spec, true)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void hasTheLossesAndTheGradientOfItsRunningWords(GqVaeSpec spec, boolean quantizing) {
    Outcome packed = outcome(spec, quantizing, WordBatch.of(WORDS, COUNTS));
    Outcome running = outcome(spec, quantizing, WordBatch.of(RUNNING_WORDS));

    assertThat(packed.losses().reconstruction())
        .isCloseTo(running.losses().reconstruction(), within(1e-11));
    assertThat(packed.losses().compression())
        .isCloseTo(running.losses().compression(), within(1e-11));
    assertThat(packed.losses().mask()).isCloseTo(running.losses().mask(), within(1e-11));
    assertThat(packed.losses().quantization())
        .isCloseTo(running.losses().quantization(), within(1e-11));
    assertThat(packed.losses().gateRate()).isCloseTo(running.losses().gateRate(), within(1e-11));
    assertThat(packed.gradient()).containsExactly(running.gradient(), within(1e-11));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void dependsOnTheProportionsOfItsCountsAlone(GqVaeSpec spec, boolean quantizing) {
    List<Integer> tenfold = COUNTS.stream().map(count -> 10 * count).toList();
    Outcome once = outcome(spec, quantizing, WordBatch.of(WORDS, COUNTS));
    Outcome tenTimes = outcome(spec, quantizing, WordBatch.of(WORDS, tenfold));
    assertThat(tenTimes.losses().total()).isCloseTo(once.losses().total(), within(1e-11));
    assertThat(tenTimes.gradient()).containsExactly(once.gradient(), within(1e-11));
  }
}
