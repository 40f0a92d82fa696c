package org.gqvae.model.vocabulary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruningTest {

  @Test
  void keepsWhatTheWordsWouldMissMost() {
    // Without "lower" 3 words take a token more, without "low" 5 take two more; "lo" is in no best
    // segmentation.
    Collection<WordCounts.Entry> words = entries(Map.of("low", 5L, "lower", 3L));
    Collection<WordCounts.Entry> candidates =
        entries(Map.of("lo", 8L, "low", 8L, "er", 3L, "lower", 3L));
    assertThat(new Pruning(words, candidates).keep(4)).map(Word::toString).hasSize(4);
    assertThat(new Pruning(words, candidates).keep(2))
        .containsExactly(Word.of("low"), Word.of("lower"));
    assertThat(new Pruning(words, candidates).keep(1)).containsExactly(Word.of("low"));
    assertThat(new Pruning(words, candidates).keep(0)).isEmpty();
  }

  @Test
  void bringsBackWhatWentTooEarly() {
    // As long as each word is a token of its own nothing misses "ab", which then makes four words
    // short.
    Collection<WordCounts.Entry> words =
        entries(Map.of("abc", 10L, "abd", 10L, "abe", 10L, "abf", 10L, "xyz", 15L));
    Collection<WordCounts.Entry> candidates =
        entries(Map.of("ab", 40L, "abc", 10L, "abd", 10L, "abe", 10L, "abf", 10L, "xyz", 15L));
    assertThat(new Pruning(words, candidates).keep(2))
        .containsExactly(Word.of("ab"), Word.of("xyz"));
  }

  @Test
  void breaksTiesByByteOrder() {
    Collection<WordCounts.Entry> words = entries(Map.of("aa", 1L, "bb", 1L, "cc", 1L));
    assertThat(new Pruning(words, words).keep(2)).containsExactly(Word.of("bb"), Word.of("cc"));
  }

  @Test
  void doesNotDependOnTheOrderOfItsInput() {
    List<WordCounts.Entry> words = randomWords(3, 60);
    List<WordCounts.Entry> candidates = substrings(words);
    List<Word> kept = new Pruning(words, candidates).keep(20);
    Collections.shuffle(words, new Random(1));
    Collections.shuffle(candidates, new Random(2));
    assertThat(new Pruning(words, candidates).keep(20)).isEqualTo(kept);
  }

  /** Small enough to try every vocabulary. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void comesNearTheBestVocabularyOfAll(long seed) {
    List<WordCounts.Entry> words = randomWords(seed, 8);
    List<WordCounts.Entry> candidates = substrings(words);
    candidates = candidates.subList(0, Math.min(candidates.size(), 16));
    List<Word> kept = new Pruning(words, candidates).keep(4);
    assertThat(kept).hasSize(4);
    long best = Long.MAX_VALUE;
    long worst = 0;
    for (int set = 0; set < 1 << candidates.size(); set++) {
      if (Integer.bitCount(set) == 4) {
        List<Word> tokens = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
          if ((set >>> i & 1) == 1) {
            tokens.add(candidates.get(i).word());
          }
        }
        long all = tokens(words, tokens);
        best = Math.min(best, all);
        worst = Math.max(worst, all);
      }
    }
    // Of what lies between the worst and the best choice, nine tenths.
    assertThat(tokens(words, kept)).isBetween(best, best + (worst - best) / 10);
  }

  @Test
  void keepsAllWhereThereAreNoMoreThanAskedFor() {
    List<WordCounts.Entry> words = randomWords(5, 10);
    List<WordCounts.Entry> candidates = substrings(words);
    Set<Word> all = new TreeSet<>();
    candidates.forEach(candidate -> all.add(candidate.word()));
    assertThat(new Pruning(words, candidates).keep(candidates.size()))
        .containsExactlyElementsOf(all);
    assertThat(new Pruning(words, candidates).keep(10_000)).containsExactlyElementsOf(all);
    assertThat(new Pruning(words, List.of()).keep(10)).isEmpty();
  }

  private static long tokens(List<WordCounts.Entry> words, List<Word> tokens) {
    ViterbiEncoder encoder =
        new ViterbiEncoder(Vocabulary.of(tokens.stream().map(Word::toBytes).toList()));
    return words.stream()
        .mapToLong(entry -> entry.count() * encoder.encode(entry.word()).length)
        .sum();
  }

  private static List<WordCounts.Entry> randomWords(long seed, int distinct) {
    Random random = new Random(seed);
    Map<String, Long> counts = new TreeMap<>();
    while (counts.size() < distinct) {
      char[] letters = new char[2 + random.nextInt(5)];
      for (int i = 0; i < letters.length; i++) {
        letters[i] = (char) ('a' + random.nextInt(3));
      }
      counts.put(new String(letters), 1L + random.nextInt(20));
    }
    return entries(counts);
  }

  private static List<WordCounts.Entry> substrings(List<WordCounts.Entry> words) {
    Map<String, Long> counts = new TreeMap<>();
    for (WordCounts.Entry entry : words) {
      byte[] word = entry.word().toBytes();
      for (int from = 0; from < word.length; from++) {
        for (int to = from + 2; to <= word.length; to++) {
          String segment = new String(Arrays.copyOfRange(word, from, to), US_ASCII);
          counts.merge(segment, entry.count(), Long::sum);
        }
      }
    }
    return entries(counts);
  }

  private static List<WordCounts.Entry> entries(Map<String, Long> counts) {
    List<WordCounts.Entry> entries = new ArrayList<>();
    counts.forEach((text, count) -> entries.add(new WordCounts.Entry(Word.of(text), count)));
    return entries;
  }
}
