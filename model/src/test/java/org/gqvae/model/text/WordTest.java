package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordTest {
  @Test
  void refusesSeventeenBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Word.of(new byte[17]))
        .withMessage("Invalid word length: 17 bytes, expected 1 to 16");
  }

  @Test
  void refusesNoBytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> Word.of(new byte[0]));
  }

  @Test
  void refusesBytesBeyondItsLength() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Word(1, 0, 7));
    assertThatIllegalArgumentException().isThrownBy(() -> new Word(1, 1, 8));
    assertThatIllegalArgumentException().isThrownBy(() -> new Word(1, 1, 15));
  }

  @Test
  void givesItsBytesBackAtEveryLengthAndPlace() {
    Random random = RandomText.random();
    for (int length = 1; length <= Word.MAX_BYTES; length++) {
      byte[] text = new byte[40];
      random.nextBytes(text);
      for (int from = 0; from + length <= text.length; from++) {
        byte[] expected = Arrays.copyOfRange(text, from, from + length);
        Word word = Word.of(text, from, from + length);
        assertThat(word.toBytes()).isEqualTo(expected);
        assertThat(word).isEqualTo(Word.of(expected)).hasSameHashCodeAs(Word.of(expected));
        assertThat(word.byteAt(length - 1)).isEqualTo(expected[length - 1]);
      }
    }
  }

  @Test
  void isOrderedByUnsignedBytesAPrefixFirst() {
    Random random = RandomText.random();
    for (int i = 0; i < 10_000; i++) {
      byte[] a = bytesOfFewValues(random);
      byte[] b = bytesOfFewValues(random);
      assertThat(Integer.signum(Word.of(a).compareTo(Word.of(b))))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
      assertThat(Word.of(a).equals(Word.of(b))).isEqualTo(Arrays.equals(a, b));
    }
  }

  @Test
  void tellsTrailingNulsApart() {
    assertThat(Word.of("a")).isNotEqualTo(Word.of("a\0")).isLessThan(Word.of("a\0"));
  }

  @Test
  void printsAsALiteral() {
    assertThat(Word.of(" \\é".getBytes(UTF_8))).hasToString("\\x20\\x5c\\xc3\\xa9");
  }

  private static byte[] bytesOfFewValues(Random random) {
    byte[] values = {0, 1, 'a', (byte) 0x80, (byte) 0xFF};
    byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextInt(8) == 0 ? values[random.nextInt(values.length)] : 0;
    }
    return bytes;
  }

  /** As formats of files rest on it. */
  @ParameterizedTest
  @CsvSource({
    "a, FFDD1E66EA84E3F5",
    "' the', DECC8EEE028DF7D9",
    "internationally, 52BF075C3E3AD490",
    "' café', 0A7B7BF245F178A3"
  })
  void hashesToWhatItAlwaysHas(String text, String hash) {
    Word word = Word.of(text);
    assertThat(Word.hash(word.high(), word.low(), word.length()))
        .isEqualTo(Long.parseUnsignedLong(hash, 16));
  }
}
