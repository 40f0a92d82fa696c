package org.gqvae.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class PrunedTrainerTest {
  private static final int ALL = 1_000_000;

  @Test
  void learnsTheTokensThatTheWordsWouldMissMost() {
    List<WordCounts.Entry> words = List.of(entry("low", 5), entry("lower", 3));
    assertThat(learnedTokens(new PrunedTrainer(words, ALL).train(2)))
        .containsExactly("low", "lower");
    assertThat(learnedTokens(new PrunedTrainer(words, ALL).train(1))).containsExactly("low");
  }

  /** Small enough to try every vocabulary of two tokens. */
  @Test
  void findsTheFewestTokensOfAllVocabularies() {
    List<WordCounts.Entry> words =
        List.of(
            entry("banana", 7),
            entry("bandana", 4),
            entry("cabana", 3),
            entry("nab", 6),
            entry("band", 5));
    List<Word> all = words(new PrunedTrainer(words, ALL).train(ALL));
    long fewest = Long.MAX_VALUE;
    for (Word first : all) {
      for (Word second : all) {
        if (first.compareTo(second) < 0) {
          Vocabulary both = Vocabulary.of(List.of(first.toBytes(), second.toBytes()));
          fewest = Math.min(fewest, tokens(words, both));
        }
      }
    }
    assertThat(tokens(words, new PrunedTrainer(words, ALL).train(2))).isEqualTo(fewest);
  }

  @Test
  void learnsAsManyAsAskedFor() {
    List<WordCounts.Entry> words = randomWords();
    for (int tokens : new int[] {1, 10, 100, 333}) {
      assertThat(new PrunedTrainer(words, ALL).train(tokens).learnedTokens()).isEqualTo(tokens);
    }
  }

  @Test
  void learnsAllSubstringsWhereThereAreNoMore() {
    List<WordCounts.Entry> words = List.of(entry("abc", 50), entry("b", 1));
    assertThat(learnedTokens(new PrunedTrainer(words, ALL).train(10)))
        .containsExactly("ab", "abc", "bc");
  }

  @Test
  void choosesAmongNoMoreCandidatesThanAllowed() {
    List<WordCounts.Entry> words = List.of(entry("low", 5), entry("lower", 3));
    assertThat(learnedTokens(new PrunedTrainer(words, 3).train(10)))
        .containsExactly("low", "lowe", "lower");
  }

  @Test
  void learnsTheSameWhateverTheOrderOfTheWords() {
    List<WordCounts.Entry> words = randomWords();
    List<WordCounts.Entry> shuffled = new ArrayList<>(words);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(new PrunedTrainer(shuffled, 2_000).train(200))
        .isEqualTo(new PrunedTrainer(words, 2_000).train(200));
  }

  @Test
  void encodesWordsThatItHasNotMet() {
    Vocabulary vocabulary = new PrunedTrainer(randomWords(), ALL).train(100);
    ViterbiEncoder encoder = new ViterbiEncoder(vocabulary);
    Random random = RandomText.random();
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
      random.nextBytes(bytes);
      assertThat(vocabulary.decode(encoder.encode(Word.of(bytes)))).isEqualTo(bytes);
    }
  }

  private static long tokens(List<WordCounts.Entry> words, Vocabulary vocabulary) {
    ViterbiEncoder encoder = new ViterbiEncoder(vocabulary);
    return words.stream()
        .mapToLong(entry -> entry.count() * encoder.encode(entry.word()).length)
        .sum();
  }

  /** Words of a few letters, the short ones more than once. */
  private static List<WordCounts.Entry> randomWords() {
    Random random = new Random(5);
    WordCounts counts = new WordCounts();
    for (int w = 0; w < 1_000; w++) {
      byte[] word = new byte[1 + random.nextInt(8)];
      for (int i = 0; i < word.length; i++) {
        word[i] = (byte) ('a' + random.nextInt(6));
      }
      counts.add(Word.of(word), 1 + random.nextInt(20));
    }
    return counts.sorted();
  }

  private static List<Word> words(Vocabulary vocabulary) {
    return IntStream.range(256, 256 + vocabulary.learnedTokens())
        .mapToObj(id -> Word.of(vocabulary.literal(id)))
        .toList();
  }

  private static List<String> learnedTokens(Vocabulary vocabulary) {
    return words(vocabulary).stream().map(Word::toString).toList();
  }

  private static WordCounts.Entry entry(String word, long count) {
    return new WordCounts.Entry(Word.of(word), count);
  }
}
