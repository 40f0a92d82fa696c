package org.gqvae.model.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVae.Observation;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GqVaeTest {
  private static final long SEED = 5;
  private static final GqVaeSpec SPEC =
      Networks.spec(Positions.LEARNED, CodebookLearning.GRADIENT, GaterInput.ENCODED);

  /** What a network makes of one word: equal when the bits are. */
  private record WordEncoding(List<Float> latents, List<Integer> codes, List<Float> gates) {}

  private static Stream<GqVaeSpec> specs() {
    return Networks.specs();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void encodesAWordToTheSameBitsInAnyBatchAndOrder(GqVaeSpec spec) {
    Random random = RandomText.random();
    GqVae network = GqVae.forEncoding(spec, Networks.values(spec, SEED));
    List<Word> words = Networks.words(random, 400);
    Map<Word, WordEncoding> alone = encode(network, words, 1);

    for (int batchWords : List.of(2, 3, 7, 64, 400)) {
      Collections.shuffle(words, random);
      assertThat(encode(network, words, batchWords)).as("%s a batch", batchWords).isEqualTo(alone);
    }
  }

  @Test
  void encodesAWordToTheSameBitsAtEveryPlaceOfABatch() {
    GqVae network = GqVae.forEncoding(SPEC, Networks.values(SPEC, SEED));
    List<Word> words = new ArrayList<>(Networks.words(RandomText.random(), 300).subList(0, 40));
    Map<Word, WordEncoding> alone = encode(network, words, 1);

    for (int turn = 0; turn < words.size(); turn++) {
      assertThat(encode(network, words, words.size())).isEqualTo(alone);
      Collections.rotate(words, 1);
    }
  }

  @Test
  void encodesAWordToTheSameBitsOnEveryThread() throws Exception {
    float[] values = Networks.values(SPEC, SEED);
    List<Word> words = Networks.words(RandomText.random(), 400);
    Map<Word, WordEncoding> expected = encode(GqVae.forEncoding(SPEC, values), words, 1);

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Map<Word, WordEncoding>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        List<Word> shuffled = new ArrayList<>(words);
        Collections.shuffle(shuffled, new Random(thread));
        int batchWords = 11 * (thread + 1);
        tasks.add(() -> encode(GqVae.forEncoding(SPEC, values), shuffled, batchWords));
      }
      for (Future<Map<Word, WordEncoding>> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void endsATokenAtTheEndOfEachWordAndNowhereForSure(GqVaeSpec spec) {
    GqVae network = GqVae.forEncoding(spec, Networks.values(spec, SEED));
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 400));
    float[] gates = network.encode(batch).gates();
    for (int p = 0; p < batch.positions(); p++) {
      if (batch.endsWord(p)) {
        assertThat(gates[p]).isEqualTo(1);
      } else {
        assertThat(gates[p]).isStrictlyBetween(0f, 1f);
      }
    }
  }

  @Test
  void endsFixedTokensAtEveryThirdByteAndAtTheEndOfEachWord() {
    GqVaeSpec spec = Networks.fixedSpec(CodebookLearning.MOVING_AVERAGE);
    GqVae network = GqVae.forEncoding(spec, Networks.values(spec, SEED));
    assertThat(network.parameters().slices()).noneMatch(slice -> slice.name().startsWith("gater"));
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 400));
    Encoding encoding = network.encode(batch);
    for (int w = 0; w < batch.count(); w++) {
      for (int from = batch.start(w); from < batch.start(w + 1); from += 3) {
        assertThat(network.tokenEnd(encoding, from))
            .isEqualTo(Math.min(from + 3, batch.start(w + 1)));
      }
    }
  }

  @Test
  void encodesAWordOfFixedTokensToTheSameBitsInAnyBatch() {
    GqVaeSpec spec = Networks.fixedSpec(CodebookLearning.MOVING_AVERAGE);
    GqVae network = GqVae.forEncoding(spec, Networks.values(spec, SEED));
    List<Word> words = Networks.words(RandomText.random(), 400);
    assertThat(encode(network, words, 64)).isEqualTo(encode(network, words, 1));
  }

  @Test
  void endsTokensBehindTheFirstGateOverOneHalfOrBehindKBytes() {
    GqVae network = GqVae.forEncoding(SPEC, Networks.values(SPEC, SEED));
    float[] gates = {0.5f, 0.51f, 0.2f, 0.3f, 0.1f, 0.5f, 0.5f, 0.9f, 1};
    Encoding encoding = new Encoding(new float[0], new int[0], gates, new float[0]);
    assertThat(network.tokenEnd(encoding, 0)).isEqualTo(2);
    assertThat(network.tokenEnd(encoding, 2)).isEqualTo(7);
    assertThat(network.tokenEnd(encoding, 7)).isEqualTo(8);
    assertThat(network.tokenEnd(encoding, 8)).isEqualTo(9);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void codesAreTheNearestOfTheCodebook(GqVaeSpec spec) {
    GqVae network = GqVae.forEncoding(spec, Networks.values(spec, SEED));
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 300));
    Encoding encoding = network.encode(batch);
    for (int end = 0, w = 0; w < batch.count(); w++) {
      while (end < batch.start(w + 1)) {
        end = network.tokenEnd(encoding, end);
        assertThat(encoding.codes()[end - 1]).isNotEqualTo(GqVae.NO_CODE);
      }
    }
    int[] coded =
        IntStream.range(0, batch.positions())
            .filter(p -> encoding.codes()[p] != GqVae.NO_CODE)
            .toArray();
    assertThat(coded.length == batch.positions())
        .isEqualTo(spec.gaterInput() == GaterInput.QUANTIZED);
    for (int p : coded) {
      double nearest = squaredDistance(network, encoding, p, encoding.codes()[p]);
      for (int v = 0; v < spec.codebookSize(); v++) {
        assertThat(nearest).isLessThanOrEqualTo(squaredDistance(network, encoding, p, v) + 1e-4);
      }
    }
    assertThat(Arrays.stream(coded).map(p -> encoding.codes()[p]).distinct().count())
        .as("codes in use")
        .isGreaterThan(1);
  }

  private static double squaredDistance(GqVae network, Encoding encoding, int p, int v) {
    int width = network.spec().width();
    return IntStream.range(0, width)
        .mapToDouble(d -> encoding.latents()[p * width + d] - network.codebook()[v * width + d])
        .map(difference -> difference * difference)
        .sum();
  }

  @Test
  void literalsHaveOneToKBytes() {
    List<Integer> lengths = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      GqVae network = GqVae.forEncoding(SPEC, Networks.values(SPEC, seed));
      assertThat(network.literals()).hasSize(SPEC.codebookSize());
      network.literals().forEach(literal -> lengths.add(literal.length));
    }
    assertThat(lengths).allMatch(length -> length >= 1 && length <= SPEC.tokenBytes());
    assertThat(lengths).contains(1, SPEC.tokenBytes());
  }

  @Test
  void aLiteralDependsOnItsCodeAlone() {
    float[] values = Networks.values(SPEC, SEED);
    List<String> literals = literals(values);

    // The codebook upside down.
    Slice codebook = new GqVae(SPEC, Objective.NONE).parameters().slice("codebook");
    float[] reversed = values.clone();
    int from = Math.toIntExact(codebook.offset());
    int width = SPEC.width();
    for (int v = 0; v < SPEC.codebookSize(); v++) {
      System.arraycopy(
          values, from + v * width, reversed, from + (SPEC.codebookSize() - 1 - v) * width, width);
    }
    List<String> expected = new ArrayList<>(literals);
    Collections.reverse(expected);
    assertThat(literals(reversed)).isEqualTo(expected);
    assertThat(literals).as("distinct literals").doesNotHaveDuplicates();
  }

  private static List<String> literals(float[] values) {
    return GqVae.forEncoding(SPEC, values).literals().stream()
        .map(literal -> Word.of(literal).toString())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void measuresTheSameLossesThroughEitherKernel(GqVaeSpec spec) {
    float[] values = Networks.values(spec, SEED);
    WordBatch batch = batch();
    Losses encoding = GqVae.forEncoding(spec, values).evaluate(batch);
    Losses measuring = GqVae.forMeasuring(spec, Objective.NONE, values).evaluate(batch);
    assertThat(measuring.reconstruction()).isCloseTo(encoding.reconstruction(), within(1e-4));
    assertThat(measuring.compression()).isCloseTo(encoding.compression(), within(1e-4));
    assertThat(measuring.gateRate()).isCloseTo(encoding.gateRate(), within(1e-4));
    assertThat(encoding.reconstruction()).isGreaterThan(1);
  }

  @Test
  void observesWhatItMeasuresAndWhereTheReconstructionLossComesFrom() {
    GqVae network =
        GqVae.forMeasuring(
            SPEC, new Objective(1, 0.25, 1, 0, GateCost.fixed(1)), Networks.values(SPEC, SEED));
    WordBatch batch = batch();
    Observation observation = network.observe(batch);
    assertThat(observation.losses()).isEqualTo(network.evaluate(batch));
    double mean = 0;
    for (int p = 0; p < batch.positions(); p++) {
      mean += batch.weight(p) * observation.reconstruction()[p];
    }
    assertThat(mean).isCloseTo(observation.losses().reconstruction(), within(1e-4));
  }

  @Test
  void refusesParametersOfAnotherNetwork() {
    float[] tooFew = new float[Math.toIntExact(GqVae.parameterCount(SPEC)) - 1];
    assertThatThrownBy(() -> GqVae.forEncoding(SPEC, tooFew))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not " + tooFew.length);
    assertThatThrownBy(
            () -> GqVae.forMeasuring(SPEC, new Objective(1, 1, 1, 0, GateCost.fixed(1)), tooFew))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not " + tooFew.length);
  }

  @Test
  void startsFromTheSameValuesForTheSameSeed() {
    GqVae network = new GqVae(SPEC, Objective.NONE);
    assertThat(network.initialValues(1)).isEqualTo(network.initialValues(1));
    assertThat(network.initialValues(1)).isNotEqualTo(network.initialValues(2));
  }

  private static WordBatch batch() {
    return WordBatch.of(
        Stream.of("a", " cat", "gated", "\u00e9t\u00e9", " vocabulary 0123")
            .map(text -> Word.of(text.getBytes(UTF_8)))
            .toList(),
        List.of(5, 1, 2, 3, 1));
  }

  private static Map<Word, WordEncoding> encode(GqVae network, List<Word> words, int batchWords) {
    Map<Word, WordEncoding> encodings = new HashMap<>();
    int width = network.spec().width();
    for (int from = 0; from < words.size(); from += batchWords) {
      List<Word> some = words.subList(from, Math.min(words.size(), from + batchWords));
      WordBatch batch = WordBatch.of(some);
      Encoding encoding = network.encode(batch);
      for (int w = 0; w < some.size(); w++) {
        int start = batch.start(w);
        int end = batch.start(w + 1);
        encodings.put(
            some.get(w),
            new WordEncoding(
                floats(encoding.latents(), start * width, end * width),
                Arrays.stream(encoding.codes(), start, end).boxed().toList(),
                floats(encoding.gates(), start, end)));
      }
    }
    return encodings;
  }

  /** Boxed: Float compares by bits. */
  private static List<Float> floats(float[] values, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> values[i]).toList();
  }
}
