package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {
  @Test
  void escapesAllButPrintableAscii() {
    assertThat(Literals.escape(" a~\t\\\u00e9\u007f!".getBytes(UTF_8)))
        .isEqualTo("\\x20a~\\x09\\x5c\\xc3\\xa9\\x7f!");
  }

  @Test
  void unescapesEveryByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    assertThat(Literals.unescape(Literals.escape(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "\\", "\\x", "\\x2", "\\x2G", "\\x2A", "\\n", "\\x41", "é", "a\n", "\u012a"
      })
  void refusesWhatItWouldNotWrite(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Literals.unescape(text))
        .withMessageStartingWith("Invalid literal: '" + text + "'");
  }
}
