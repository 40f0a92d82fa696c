package org.gqvae.model.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class UnigramTrainerTest {
  private static final UnigramSpec SPEC = new UnigramSpec(10_000, 2, 0.75);

  @Test
  void findsTheSyllablesThatWordsAreMadeOf() {
    Random random = RandomText.random();
    List<String> syllables = List.of("kra", "mo", "zulti", "ee", "strom", "qa");
    WordCounts counts = new WordCounts();
    for (int w = 0; w < 2_000; w++) {
      StringBuilder word = new StringBuilder();
      for (int s = 1 + random.nextInt(3); s > 0; s--) {
        word.append(syllables.get(random.nextInt(syllables.size())));
      }
      counts.add(Word.of(word.toString()), 1 + random.nextInt(20));
    }
    ScoredVocabulary learned = new UnigramTrainer(counts.sorted(), SPEC).train(6);
    assertThat(learnedTokens(learned.vocabulary())).containsExactlyInAnyOrderElementsOf(syllables);
  }

  @Test
  void learnsAsManyAsAskedFor() {
    List<WordCounts.Entry> words = words();
    for (int tokens : new int[] {1, 10, 100, 333}) {
      assertThat(new UnigramTrainer(words, SPEC).train(tokens).vocabulary().learnedTokens())
          .isEqualTo(tokens);
    }
  }

  @Test
  void learnsFewerWhereTheWordsGiveNoMore() {
    List<WordCounts.Entry> words = List.of(new WordCounts.Entry(Word.of("abc"), 50));
    ScoredVocabulary learned = new UnigramTrainer(words, SPEC).train(10);
    assertThat(learnedTokens(learned.vocabulary())).contains("abc").isSubsetOf("ab", "bc", "abc");
  }

  @Test
  void givesTheSameAgain() {
    List<WordCounts.Entry> words = words();
    assertThat(new UnigramTrainer(words, SPEC).train(200))
        .isEqualTo(new UnigramTrainer(words, SPEC).train(200));
  }

  @Test
  void neverCutsACodePoint() {
    Vocabulary vocabulary = new UnigramTrainer(words(), SPEC).train(300).vocabulary();
    for (int id = 256; !vocabulary.isSpecial(id); id++) {
      byte[] literal = vocabulary.literal(id);
      assertThat(literal[0] & 0xC0).as(Word.of(literal).toString()).isNotEqualTo(0x80);
      assertThat(Utf8.isWellFormed(literal, 0, literal.length)).isTrue();
    }
  }

  @Test
  void keepsScoresForBytesThatItHasNotMet() {
    ScoredVocabulary learned = new UnigramTrainer(words(), SPEC).train(50);
    ViterbiEncoder encoder = new ViterbiEncoder(learned.vocabulary(), learned.scores());
    Random random = RandomText.random();
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
      random.nextBytes(bytes);
      assertThat(learned.vocabulary().decode(encoder.encode(Word.of(bytes)))).isEqualTo(bytes);
    }
    assertThat(Arrays.stream(learned.scores().toArray())).allMatch(score -> score < 0);
  }

  @Test
  void encodesTrainingWordsInFewerTokensWithALargerVocabulary() {
    List<WordCounts.Entry> words = words();
    long[] tokens =
        IntStream.of(20, 100, 400)
            .mapToLong(size -> tokens(words, new UnigramTrainer(words, SPEC).train(size)))
            .toArray();
    assertThat(tokens[0]).isGreaterThan(tokens[1]);
    assertThat(tokens[1]).isGreaterThan(tokens[2]);
  }

  private static long tokens(List<WordCounts.Entry> words, ScoredVocabulary learned) {
    ViterbiEncoder encoder = new ViterbiEncoder(learned.vocabulary(), learned.scores());
    return words.stream()
        .mapToLong(entry -> entry.count() * encoder.encode(entry.word()).length)
        .sum();
  }

  /** Words of stems and endings, some of them of two-byte letters. */
  private static List<WordCounts.Entry> words() {
    Random random = new Random(5);
    String[] stems = new String[150];
    Arrays.setAll(
        stems,
        i ->
            random
                .ints(2 + random.nextInt(5), 0, 20)
                .collect(
                    StringBuilder::new,
                    (text, letter) -> text.append("aeioustrnlmdkpgéößжд".charAt(letter)),
                    StringBuilder::append)
                .toString());
    String[] endings = {"", "s", "ed", "ing", "er", "ität"};
    WordCounts counts = new WordCounts();
    for (int w = 0; w < 5_000; w++) {
      byte[] text =
          (" "
                  + stems[(int) (random.nextDouble() * random.nextDouble() * stems.length)]
                  + endings[random.nextInt(endings.length)])
              .getBytes(UTF_8);
      counts.addText(PreTokenizer.GPT2, text, 0, text.length);
    }
    return counts.sorted();
  }

  private static List<String> learnedTokens(Vocabulary vocabulary) {
    return IntStream.range(256, 256 + vocabulary.learnedTokens())
        .mapToObj(id -> new String(vocabulary.literal(id), UTF_8))
        .toList();
  }
}
