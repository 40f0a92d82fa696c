package org.gqvae.model.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.gqvae.model.baseline.UnigramModel.Expectation;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class UnigramModelTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          Stream.of("ab", "abc", "bc", "ca", "cab", "aa", "aaaa", "cabcabcabcabcabc")
              .map(text -> text.getBytes(UTF_8))
              .toList());

  @Test
  void expectsWhatAllSegmentationsTogetherExpect() {
    Random random = RandomText.random();
    UnigramModel model = randomModel(random);
    for (int i = 0; i < 50; i++) {
      List<WordCounts.Entry> words = randomWords(random, 4, 10);
      double[] uses = new double[264];
      double logLikelihood = 0;
      for (WordCounts.Entry entry : words) {
        List<int[]> segmentations = new ArrayList<>();
        collect(entry.word().toBytes(), 0, new int[0], segmentations);
        double[] each =
            segmentations.stream().mapToDouble(ids -> probability(model, ids)).toArray();
        double sum = Arrays.stream(each).sum();
        for (int s = 0; s < each.length; s++) {
          for (int id : segmentations.get(s)) {
            uses[id] += entry.count() * each[s] / sum;
          }
        }
        logLikelihood += entry.count() * Math.log(sum);
      }
      Expectation expectation = model.expect(new PackedWords(words));
      assertThat(expectation.uses()).containsExactly(uses, within(1e-9));
      assertThat(expectation.logLikelihood()).isCloseTo(logLikelihood, within(1e-9));
    }
  }

  @Test
  void neverLosesLikelihoodByTakingUsesForProbabilities() {
    Random random = RandomText.random();
    PackedWords words = new PackedWords(randomWords(random, 200, Word.MAX_BYTES));
    UnigramModel model = randomModel(random);
    double before = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < 30; step++) {
      Expectation expectation = model.expect(words);
      assertThat(expectation.logLikelihood()).isGreaterThanOrEqualTo(before - 1e-9);
      before = expectation.logLikelihood();
      model = mostLikely(expectation.uses());
    }
  }

  @Test
  void expectsTheBytesOfTheWords() {
    List<WordCounts.Entry> words = randomWords(RandomText.random(), 100, Word.MAX_BYTES);
    double[] uses = randomModel(RandomText.random()).expect(new PackedWords(words)).uses();
    double bytes = 0;
    for (int id = 0; id < uses.length; id++) {
      bytes += uses[id] * VOCABULARY.literalBytes(id);
    }
    assertThat(bytes)
        .isCloseTo(
            words.stream().mapToLong(entry -> entry.count() * entry.word().length()).sum(),
            Percentage.withPercentage(1e-9));
  }

  @Test
  void holdsProductsOfTheLeastProbabilities() {
    double[] probabilities = new double[264];
    Arrays.fill(probabilities, 0x1p-63);
    Expectation expectation =
        new UnigramModel(VOCABULARY, probabilities)
            .expect(new PackedWords(List.of(new WordCounts.Entry(Word.of("0123456789xyz..."), 3))));
    assertThat(expectation.uses()['0']).isEqualTo(3);
    assertThat(expectation.logLikelihood())
        .isCloseTo(-3 * 16 * 63 * Math.log(2), Percentage.withPercentage(1e-9));
  }

  @Test
  void scoresInFixedPoint() {
    double[] probabilities = new double[264];
    Arrays.fill(probabilities, 0.5);
    assertThat(new UnigramModel(VOCABULARY, probabilities).scores().of(7)).isEqualTo(-2977044472L);
  }

  @Test
  void refusesProbabilitiesOfAnotherVocabulary() {
    assertThatThrownBy(() -> new UnigramModel(VOCABULARY, new double[266]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("266 probabilities, expected 264, one a token");
  }

  private static UnigramModel randomModel(Random random) {
    return mostLikely(random.doubles(264, 0.1, 1).toArray());
  }

  /** The model that maximises the likelihood of uses. */
  private static UnigramModel mostLikely(double[] uses) {
    double sum = Arrays.stream(uses).sum();
    return new UnigramModel(VOCABULARY, Arrays.stream(uses).map(use -> use / sum).toArray());
  }

  private static List<WordCounts.Entry> randomWords(Random random, int words, int longest) {
    WordCounts counts = new WordCounts();
    for (int w = 0; w < words; w++) {
      byte[] bytes = new byte[1 + random.nextInt(longest)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ('a' + random.nextInt(3));
      }
      counts.add(Word.of(bytes), 1 + random.nextInt(5));
    }
    return counts.sorted();
  }

  private static void collect(byte[] word, int at, int[] ids, List<int[]> segmentations) {
    if (at == word.length) {
      segmentations.add(ids);
    }
    for (int end = at + 1; end <= word.length; end++) {
      int id = VOCABULARY.idOf(word, at, end);
      if (id >= 0) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = id;
        collect(word, end, longer, segmentations);
      }
    }
  }

  private static double probability(UnigramModel model, int[] ids) {
    return Arrays.stream(ids).mapToDouble(model::probability).reduce(1, (a, b) -> a * b);
  }
}
