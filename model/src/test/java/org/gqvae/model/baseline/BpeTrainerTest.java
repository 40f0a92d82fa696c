package org.gqvae.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gqvae.model.text.Literals;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.MergesEncoder;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
  @Test
  void mergesTheCommonestNeighboursFirst() {
    assertThat(merges(3, "ab", 3, "aab", 5, "cd", 7)).containsExactly("ab", "cd", "aab");
  }

  @Test
  void breaksTiesByByteOrder() {
    assertThat(merges(3, "zy", 2, "ba", 2, "é", 2)).containsExactly("ba", "zy", "é");
  }

  @Test
  void countsATokenHoweverItIsPutTogether() {
    // "abc" is a + bc in one word and ab + c in another: 4 + 4 against 6 of xy.
    assertThat(merges(4, "ab", 20, "bc", 10, "abc", 4, "zabc", 4, "xy", 6))
        .startsWith("ab", "bc", "abc");
  }

  @Test
  void countsOverlappingNeighbours() {
    assertThat(merges(1, "aaa", 2, "bc", 3)).containsExactly("aa");
  }

  @Test
  void endsWhereNoNeighboursAreLeft() {
    assertThat(merges(100, "abc", 2, "x", 9)).containsExactly("ab", "abc");
    assertThat(merges(100)).isEmpty();
  }

  @Test
  void goesOnWhereItStopped() {
    List<WordCounts.Entry> words = randomWords(new Random(1), 200);
    BpeTrainer trainer = new BpeTrainer(words);
    List<Word> merges = new ArrayList<>(trainer.train(10));
    merges.addAll(trainer.train(30));

    assertThat(merges).isEqualTo(new BpeTrainer(words).train(40)).hasSize(40);
  }

  @Test
  void takesNoHeedOfTheOrderOfWordsOrOfHowTheirCountsAreSplit() {
    List<WordCounts.Entry> words = randomWords(new Random(2), 300);
    List<WordCounts.Entry> others = new ArrayList<>();
    for (int i = words.size() - 1; i >= 0; i--) {
      WordCounts.Entry entry = words.get(i);
      if (entry.count() > 1) {
        others.add(new WordCounts.Entry(entry.word(), entry.count() - 1));
      }
      others.add(new WordCounts.Entry(entry.word(), 1));
    }
    assertThat(new BpeTrainer(others).train(80)).isEqualTo(new BpeTrainer(words).train(80));
  }

  @Test
  void agreesWithTheReference() throws IOException {
    List<WordCounts.Entry> words =
        rows("bpe_words.tsv").stream()
            .map(row -> new WordCounts.Entry(word(row[0]), Long.parseLong(row[1])))
            .toList();
    List<Word> expected = rows("bpe_merges.tsv").stream().map(row -> word(row[0])).toList();

    List<Word> merges = new BpeTrainer(words).train(expected.size());

    assertThat(merges).isEqualTo(expected);
    ScoredVocabulary learned = ScoredVocabulary.ofMerges(merges);
    Vocabulary vocabulary = learned.vocabulary();
    MergesEncoder encoder = new MergesEncoder(vocabulary, learned.scores());
    for (String[] row : rows("bpe_tokens.tsv")) {
      assertThat(Arrays.stream(encoder.encode(word(row[0]))).mapToObj(vocabulary::literal))
          .as(row[0])
          .extracting(Literals::escape)
          .containsExactly(Arrays.copyOfRange(row, 1, row.length));
    }
  }

  @Test
  void learnsWhatRecountingAllWordsAfterEachMergeLearns() {
    Random random = RandomText.random();
    for (int i = 0; i < 20; i++) {
      List<WordCounts.Entry> words = randomWords(random, 1 + random.nextInt(60));
      List<Word> merges = new BpeTrainer(words).train(60);
      for (int done = 0; done < merges.size(); done++) {
        assertThat(merges.get(done)).isEqualTo(commonest(words, merges.subList(0, done)));
      }
      assertThat(merges).doesNotHaveDuplicates();
    }
  }

  /** What neighbours make most often where the words are encoded by these merges. */
  private static Word commonest(List<WordCounts.Entry> words, List<Word> merges) {
    ScoredVocabulary learned = ScoredVocabulary.ofMerges(merges);
    MergesEncoder encoder = new MergesEncoder(learned.vocabulary(), learned.scores());
    Map<Word, Long> counts = new HashMap<>();
    for (WordCounts.Entry entry : words) {
      int[] ids = encoder.encode(entry.word());
      for (int i = 0; i + 1 < ids.length; i++) {
        Word together = Word.of(learned.vocabulary().decode(ids, i, i + 2));
        counts.merge(together, entry.count(), Long::sum);
      }
    }
    return counts.keySet().stream()
        .min(Comparator.<Word>comparingLong(counts::get).reversed().thenComparing(word -> word))
        .orElseThrow();
  }

  /** Of three symbols, so that tokens are put together in many ways. */
  private static List<WordCounts.Entry> randomWords(Random random, int words) {
    WordCounts counts = new WordCounts();
    for (int w = 0; w < words; w++) {
      byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (0xFE + random.nextInt(3));
      }
      counts.add(Word.of(bytes), 1 + random.nextInt(4));
    }
    return counts.sorted();
  }

  private static List<String> merges(int merges, Object... wordsAndCounts) {
    List<WordCounts.Entry> words = new ArrayList<>();
    for (int i = 0; i < wordsAndCounts.length; i += 2) {
      words.add(
          new WordCounts.Entry(Word.of((String) wordsAndCounts[i]), (int) wordsAndCounts[i + 1]));
    }
    return new BpeTrainer(words)
        .train(merges).stream()
            .map(word -> new String(word.toBytes(), StandardCharsets.UTF_8))
            .toList();
  }

  private static Word word(String escaped) {
    return Word.of(Literals.unescape(escaped));
  }

  private static List<String[]> rows(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                BpeTrainerTest.class.getResourceAsStream(name), StandardCharsets.US_ASCII))) {
      return reader.lines().map(line -> line.split("\t")).toList();
    }
  }
}
