package org.gqvae.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gqvae.model.text.Corpora;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class WordTableTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              " the".getBytes(UTF_8),
              "the".getBytes(UTF_8),
              "an".getBytes(UTF_8),
              "and".getBytes(UTF_8),
              "é".getBytes(UTF_8),
              new byte[] {(byte) 0xFF, 0}));

  private final CountingEncoder encoder = new CountingEncoder();

  @Test
  void encodesAsTheEncoderDoesWordByWord() {
    Random random = RandomText.random();
    SharedWords words = new SharedWords(500);
    WordTable table = new WordTable(PreTokenizer.GPT2, words, encoder);
    for (int i = 0; i < 2_000; i++) {
      byte[] text = RandomText.text(random, random.nextInt(40)).getBytes(UTF_8);
      assertThat(encode(table, text).toArray()).isEqualTo(wordByWord(text));
    }
    assertThat(words.snapshot().size()).isEqualTo(500);
  }

  @Test
  void isLosslessOnRandomBytes() {
    Random random = RandomText.random();
    WordTable table = table(1_000);
    for (int i = 0; i < 2_000; i++) {
      byte[] text = new byte[random.nextInt(300)];
      random.nextBytes(text);
      assertLossless(table, text);
      byte[] damaged =
          RandomText.damaged(random, RandomText.text(random, random.nextInt(40)).getBytes(UTF_8));
      assertLossless(table, damaged);
    }
  }

  @Test
  void isLosslessOnHostileFiles() {
    for (Path file : Corpora.hostile()) {
      assertLossless(table(10_000), Corpora.read(file));
    }
  }

  @Test
  void givesTheSameIdsWhateverItHolds() {
    byte[] text = RandomText.text(RandomText.random(), 2_000).getBytes(UTF_8);
    SharedWords words = new SharedWords(0);
    WordCounts counts = new WordCounts();
    counts.addText(PreTokenizer.GPT2, text, 0, text.length);
    counts.sorted().stream()
        .map(WordCounts.Entry::word)
        .forEach(word -> words.put(word, encoder.encode(List.of(word)).get(0)));
    WordTable seeded = new WordTable(PreTokenizer.GPT2, words, encoder);
    WordTable taught = table(1_000_000);
    taught.learn(text, 0, text.length);
    int[] expected = encode(table(0), text).toArray();

    assertThat(encode(seeded, text).toArray()).isEqualTo(expected);
    assertThat(encode(taught, text).toArray()).isEqualTo(expected);
    assertThat(seeded.misses()).isZero();
  }

  @Test
  void learnsATextsUnknownWordsInOneCall() {
    SharedWords words = new SharedWords(10);
    words.put(Word.of("the"), new int[] {259});
    WordTable table = new WordTable(PreTokenizer.GPT2, words, encoder);
    byte[] text = "the cat and the cat".getBytes(UTF_8);
    table.learn(text, 0, text.length);

    assertThat(encoder.calls)
        .containsExactly(List.of(Word.of(" cat"), Word.of(" and"), Word.of(" the")));
    encode(table, text);
    table.learn(text, 0, text.length);
    assertThat(encoder.calls).hasSize(1);
  }

  @Test
  void learnsNoMoreThanItMay() {
    SharedWords words = new SharedWords(2);
    WordTable table = new WordTable(PreTokenizer.GPT2, words, encoder);
    byte[] text = "a b c d".getBytes(UTF_8);
    table.learn(text, 0, text.length);
    assertThat(words.snapshot().size()).isEqualTo(2);

    encode(table, text);
    encode(table, text);
    assertThat(words.snapshot().size()).isEqualTo(2);
    assertThat(encoder.calls).hasSize(1 + 2 * 2);
  }

  @Test
  void countsTheWordsThatWereNotPutInWhateverWasLearned() {
    byte[] text = "the cat the cat".getBytes(UTF_8);
    for (int maxLearnedWords : new int[] {0, 1, 10}) {
      SharedWords words = new SharedWords(maxLearnedWords);
      words.put(Word.of(" the"), new int[] {256});
      WordTable table = new WordTable(PreTokenizer.GPT2, words, encoder);
      table.learn(text, 0, text.length);
      encode(table, text);
      assertThat(table.misses()).isEqualTo(3);
    }
  }

  @Test
  void handsOverAWordsBytesAndCountsThem() {
    byte[] text = "the  the".getBytes(UTF_8);
    TokenBuffer tokens = encode(table(10), text);
    assertThat(tokens.toArray()).containsExactly(259, ' ', 256);
    assertThat(tokens.words()).isEqualTo(3);
    assertThat(tokens.bytes()).isEqualTo(8);
    tokens.clear();
    assertThat(tokens.toArray()).isEmpty();
    assertThat(tokens.words()).isZero();
  }

  @Test
  void servesWhatAnotherTableHasLearned() {
    SharedWords words = new SharedWords(10);
    byte[] text = "the cat".getBytes(UTF_8);
    encode(new WordTable(PreTokenizer.GPT2, words, encoder), text);
    encoder.calls.clear();

    WordTable other = new WordTable(PreTokenizer.GPT2, words, encoder);
    assertThat(encode(other, text).toArray()).isEqualTo(wordByWord(text));
    assertThat(other.misses()).isEqualTo(2);
    assertThat(encoder.calls).hasSize(2); // of the word-by-word encoding alone
  }

  private static void assertLossless(WordTable table, byte[] text) {
    TokenBuffer tokens = encode(table, text);
    assertThat(VOCABULARY.decode(tokens.ids(), 0, tokens.size())).isEqualTo(text);
    assertThat(tokens.bytes()).isEqualTo(text.length);
  }

  private WordTable table(int maxLearnedWords) {
    return new WordTable(PreTokenizer.GPT2, new SharedWords(maxLearnedWords), encoder);
  }

  private static TokenBuffer encode(WordTable table, byte[] text) {
    TokenBuffer tokens = new TokenBuffer();
    table.encode(text, 0, text.length, tokens);
    return tokens;
  }

  private int[] wordByWord(byte[] text) {
    TokenBuffer tokens = new TokenBuffer();
    PreTokenizer.GPT2.split(
        text,
        0,
        text.length,
        (bytes, from, to) -> {
          int[] ids = encoder.encode(List.of(Word.of(bytes, from, to))).get(0);
          tokens.add(ids, to - from);
        });
    return tokens.toArray();
  }

  /** Remembers what it was asked. */
  private static final class CountingEncoder implements WordEncoder {
    private final ViterbiEncoder encoder = new ViterbiEncoder(VOCABULARY);
    private final List<List<Word>> calls = new ArrayList<>();

    @Override
    public List<int[]> encode(List<Word> words) {
      calls.add(List.copyOf(words));
      return encoder.encode(words);
    }
  }
}
