package org.gqvae.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class MergesEncoderTest {
  @Test
  void mergesInTheOrderOfRanks() {
    assertThat(encode("abc", "bc", "ab")).containsExactly("a", "bc");
    assertThat(encode("abc", "ab", "bc")).containsExactly("ab", "c");
  }

  @Test
  void mergesFromTheLeft() {
    assertThat(encode("aaaaa", "aa")).containsExactly("aa", "aa", "a");
  }

  @Test
  void mergesATokenHoweverItIsPutTogether() {
    assertThat(encode("abc", "bc", "abc", "ab")).containsExactly("abc");
    assertThat(encode("abc", "ab", "abc", "bc")).containsExactly("abc");
  }

  @Test
  void neverFindsATokenThatNoMergesLeadTo() {
    assertThat(encode("abcd", "bc", "abcd")).containsExactly("a", "bc", "d");
  }

  @Test
  void mergesAWholeWordOfSixteenBytes() {
    assertThat(encode("xxxxxxxxxxxxxxxx", "xx", "xxxx", "xxxxxxxx", "xxxxxxxxxxxxxxxx"))
        .containsExactly("xxxxxxxxxxxxxxxx");
  }

  @Test
  void isLosslessAndIndependentOfNeighbours() {
    Random random = RandomText.random();
    List<Word> merges =
        Stream.generate(() -> randomWord(random, 2))
            .filter(word -> word.length() > 1)
            .distinct()
            .limit(40)
            .toList();
    Vocabulary vocabulary = vocabulary(merges);
    MergesEncoder encoder = encoder(vocabulary, merges);
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      words.add(randomWord(random, 3));
    }
    List<int[]> encodings = encoder.encode(words);
    for (int i = words.size() - 1; i >= 0; i--) {
      assertThat(vocabulary.decode(encodings.get(i))).isEqualTo(words.get(i).toBytes());
      assertThat(encoder.encode(words.get(i))).isEqualTo(encodings.get(i));
    }
  }

  @Test
  void refusesScoresOfAnotherVocabulary() {
    assertThatThrownBy(
            () -> new MergesEncoder(Vocabulary.of(List.of()), TokenScores.of(new long[255])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are 255 scores, expected 256, one a token");
  }

  private static Word randomWord(Random random, int alphabet) {
    byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x7F + random.nextInt(alphabet));
    }
    return Word.of(bytes);
  }

  private static Vocabulary vocabulary(List<Word> merges) {
    return Vocabulary.of(merges.stream().map(Word::toBytes).toList());
  }

  /** The encoder for which the first merge has the highest score, the last the lowest. */
  private static MergesEncoder encoder(Vocabulary vocabulary, List<Word> merges) {
    long[] scores = new long[vocabulary.ordinaryIds()];
    for (int rank = 0; rank < merges.size(); rank++) {
      byte[] token = merges.get(rank).toBytes();
      scores[vocabulary.idOf(token, 0, token.length)] = merges.size() - rank;
    }
    return new MergesEncoder(vocabulary, TokenScores.of(scores));
  }

  private static Stream<String> encode(String word, String... tokens) {
    List<Word> merges = Arrays.stream(tokens).map(Word::of).toList();
    Vocabulary vocabulary = vocabulary(merges);
    return Arrays.stream(encoder(vocabulary, merges).encode(Word.of(word)))
        .mapToObj(id -> new String(vocabulary.literal(id), UTF_8));
  }
}
