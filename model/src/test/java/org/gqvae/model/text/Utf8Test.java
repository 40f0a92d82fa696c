package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @Test
  void readsEveryCodePoint() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(codePoint).getBytes(UTF_8);
        assertThat(Utf8.codePoint(bytes, 0, bytes.length)).isEqualTo(codePoint);
        assertThat(Utf8.unitLength(bytes, 0, bytes.length)).isEqualTo(bytes.length);
      }
    }
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource({
    "80, a continuation without a lead",
    "c3, a lead at the end",
    "c328, a lead without a continuation",
    "c0af, an overlong solidus in two bytes",
    "c1bf, an overlong DEL",
    "e09fbf, overlong in three bytes",
    "f08fbfbf, overlong in four bytes",
    "eda080, a high surrogate",
    "edbfbf, a low surrogate",
    "f4908080, above U+10FFFF",
    "f8888080, a lead of five bytes",
    "e282, cut after two of three",
    "f09f98, cut after three of four",
    "fe, never a lead",
    "ff, never a lead"
  })
  void refuses(String hex, String what) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(Utf8.unitLength(bytes, 0, bytes.length)).as(what).isEqualTo(1);
    assertThat(Utf8.isWellFormed(bytes, 0, bytes.length)).as(what).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "é", "日本", "a😀b"})
  void countsCodePoints(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(Utf8.isWellFormed(bytes, 0, bytes.length)).isTrue();
    assertThat(Utf8.countCodePoints(bytes, 0, bytes.length))
        .isEqualTo(text.codePointCount(0, text.length()));
  }

  @Test
  void countsAMalformedByteAsOne() {
    byte[] bytes = HexFormat.of().parseHex("61f09f98c3a9ff");
    assertThat(Utf8.countCodePoints(bytes, 0, bytes.length)).isEqualTo(6);
  }

  @Test
  void looksAtNothingBeyondTheEnd() {
    byte[] bytes = "é".getBytes(UTF_8);
    assertThat(Utf8.unitLength(bytes, 0, 1)).isEqualTo(1);
    assertThat(Utf8.isWellFormed(bytes, 0, 1)).isFalse();
  }

  @Test
  void agreesWithTheJdkOnWhatIsWellFormed() {
    Random random = RandomText.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] text = RandomText.text(random, 1 + random.nextInt(3)).getBytes(UTF_8);
      byte[] bytes = RandomText.damaged(random, text);
      assertThat(Utf8.isWellFormed(bytes, 0, bytes.length)).isEqualTo(jdkDecodes(bytes));
    }
  }

  private static boolean jdkDecodes(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
