package org.gqvae.model.vocabulary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Vocabulary vocabulary = vocabulary("the", " the", "\u00e9", "th");

  @Test
  void numbersBytesThenLearnedTokensInByteOrderThenSpecials() {
    assertThat(vocabulary.size()).isEqualTo(262);
    assertThat(Vocabulary.sizeOf(4, Specials.STANDARD)).isEqualTo(262);
    assertThat(vocabulary.ordinaryIds()).isEqualTo(260);
    assertThat(vocabulary.learnedTokens()).isEqualTo(4);
    assertThat(vocabulary.literal(0xFF)).containsExactly(0xFF);
    assertThat(
            Stream.of(256, 257, 258, 259, 260, 261)
                .map(id -> new String(vocabulary.literal(id), UTF_8)))
        .containsExactly(" the", "th", "the", "\u00e9", "<|endoftext|>", "<|pad|>");
    assertThat(vocabulary.specials().toString()).isEqualTo("{<|endoftext|>=260, <|pad|>=261}");
  }

  @Test
  void numbersSpecialsOfOnesOwnBehindTheTwoOfEveryVocabulary() {
    long[] counts = new long[262];
    counts['a'] = 7;
    counts[260] = 9;
    Vocabulary own =
        vocabulary.withCounts(counts).withSpecials(Specials.of(List.of("<|user|>", "\u00e9")));
    assertThat(own.size()).isEqualTo(264);
    assertThat(own.ordinaryIds()).isEqualTo(260);
    assertThat(own.specials().toString())
        .isEqualTo("{<|endoftext|>=260, <|pad|>=261, <|user|>=262, \u00e9=263}");
    assertThat(own.literal(262)).isEqualTo("<|user|>".getBytes(UTF_8));
    assertThat(own.isSpecial(262)).isTrue();
    assertThat(own.idOf("\u00e9".getBytes(UTF_8), 0, 2)).isEqualTo(259);
    assertThat(own.count('a')).isEqualTo(7);
    assertThat(own.count(260)).isZero();
    assertThat(own).isNotEqualTo(vocabulary.withCounts(counts));
    assertThat(own.withSpecials(Specials.STANDARD))
        .isEqualTo(vocabulary.withCounts(counts).withSpecials(Specials.STANDARD));
  }

  @Test
  void findsEveryTokenByItsBytes() {
    for (int id = 0; id < 260; id++) {
      byte[] literal = vocabulary.literal(id);
      assertThat(vocabulary.idOf(literal, 0, literal.length)).isEqualTo(id);
      assertThat(vocabulary.isSpecial(id)).isFalse();
    }
    byte[] text = "a them".getBytes(UTF_8);
    assertThat(vocabulary.idOf(text, 1, 5)).isEqualTo(256);
    assertThat(vocabulary.idOf(text, 0, 5)).isEqualTo(-1);
    assertThat(vocabulary.idOf(text, 2, 2)).isEqualTo(-1);
  }

  @Test
  void findsNoSpecialByItsText() {
    byte[] text = "<|pad|>".getBytes(UTF_8);
    assertThat(vocabulary.idOf(text, 0, text.length)).isEqualTo(-1);
    assertThat(vocabulary("<|pad|>").idOf(text, 0, text.length)).isEqualTo(256);
  }

  @Test
  void decodesToTheLiteralsJoined() {
    assertThat(vocabulary.decode(new int[] {'o', 256, 'n', 259}))
        .isEqualTo("o then\u00e9".getBytes(UTF_8));
    assertThat(vocabulary.decode(new int[] {'o', 256, 'n', 259}, 1, 3))
        .isEqualTo(" then".getBytes(UTF_8));
    assertThat(vocabulary.decode(new int[0])).isEmpty();
  }

  @Test
  void refusesToDecodeASpecial() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vocabulary.decode(new int[] {'a', 260}))
        .withMessage("Id 260 is a special and stands for no bytes of a text");
  }

  @Test
  void refusesIdsThatItDoesNotHave() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> vocabulary.decode(new int[] {262}));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> vocabulary.literal(-1));
  }

  @Test
  void refusesATokenTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vocabulary("ab", "cd", "ab"))
        .withMessage("Learned token given twice: ab");
  }

  @Test
  void refusesTokensOfOneByteAndOfSeventeen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vocabulary("\n"))
        .withMessage("Invalid learned token: '\\x0a' has 1 bytes, expected 2 to 16");
    assertThatIllegalArgumentException().isThrownBy(() -> vocabulary("a".repeat(17)));
  }

  @Test
  void carriesCounts() {
    long[] counts = new long[262];
    counts[256] = 7;
    Vocabulary counted = vocabulary.withCounts(counts);
    assertThat(counted.count(256)).isEqualTo(7);
    assertThat(vocabulary.count(256)).isZero();
    assertThat(counted)
        .isNotEqualTo(vocabulary)
        .isEqualTo(vocabulary("th", "the", "\u00e9", " the").withCounts(counts));
    assertThatIllegalArgumentException().isThrownBy(() -> vocabulary.withCounts(new long[261]));
  }

  @Test
  void travelsAsJavaObject() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(vocabulary);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Vocabulary read = (Vocabulary) in.readObject();
      assertThat(read).isEqualTo(vocabulary);
      assertThat(read.idOf("the".getBytes(UTF_8), 0, 3)).isEqualTo(258);
    }
  }

  @Test
  void measuresItsLongestToken() {
    assertThat(vocabulary.maxTokenBytes()).isEqualTo(4);
    assertThat(vocabulary().maxTokenBytes()).isEqualTo(1);
  }

  @Test
  void countsTheLearnedTokensThatAnotherHasToo() {
    Vocabulary other = vocabulary("the", " the", "he", "<|pad|>");
    assertThat(vocabulary("th", "the", " the").learnedTokensShared(other)).isEqualTo(2);
    assertThat(other.learnedTokensShared(other)).isEqualTo(4);
    assertThat(other.learnedTokensShared(vocabulary())).isZero();
  }

  private static Vocabulary vocabulary(String... learned) {
    return Vocabulary.of(Stream.of(learned).map(token -> token.getBytes(UTF_8)).toList());
  }
}
