package org.gqvae.io.export;

/**
 * GPT-2's alphabet, in which a byte is a character that can be seen: those of Latin-1 that can are
 * themselves, the others in their order are U+0100 and what follows. {@code " \u00e9"} is {@code
 * "\u0120\u00c3\u00a9"}.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = characters();

  private ByteAlphabet() {}

  /** A character for each byte. */
  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte value : bytes) {
      text.append(CHARACTERS[value & 0xFF]);
    }
    return text.toString();
  }

  private static char[] characters() {
    char[] characters = new char[256];
    char next = '\u0100';
    for (char value = 0; value < characters.length; value++) {
      boolean isSeen =
          value >= '!' && value <= '~'
              || value >= '\u00a1' && value <= '\u00ac'
              || value >= '\u00ae' && value <= '\u00ff';
      characters[value] = isSeen ? value : next++;
    }
    return characters;
  }
}
