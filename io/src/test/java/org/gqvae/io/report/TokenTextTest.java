package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenTextTest {
  @Test
  void showsSpacesAndLineFeeds() {
    assertThat(visible(" the")).isEqualTo("␣the");
    assertThat(visible("\n\t")).isEqualTo("↵⇥");
  }

  @Test
  void showsWholeCharactersAsTheyAre() {
    assertThat(visible("é日本😀")).isEqualTo("é日本😀");
  }

  @Test
  void showsPartsOfCharactersAsBytes() {
    assertThat(TokenText.visible(new byte[] {'a', (byte) 0xc3})).isEqualTo("a\\xc3");
    assertThat(TokenText.visible(new byte[] {(byte) 0x97, 'a'})).isEqualTo("\\x97a");
  }

  @Test
  void showsWhatDoesNotPrintAsBytes() {
    assertThat(visible("\u0000\r")).isEqualTo("\\x00\\x0d");
    assertThat(visible("\u202e")).as("right-to-left override").isEqualTo("\\xe2\\x80\\xae");
    assertThat(visible("\u00a0")).as("no-break space").isEqualTo("\\xc2\\xa0");
  }

  @Test
  void keepsBackslashesApartFromEscapes() {
    assertThat(visible("\\x00")).isEqualTo("\\x5cx00");
  }

  private static String visible(String text) {
    return TokenText.visible(text.getBytes(UTF_8));
  }
}
