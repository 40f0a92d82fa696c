package org.gqvae.model.text;

/**
 * Finds the end of the most common kinds of words, eight bytes at a time: ASCII letters, perhaps
 * behind a space, shorter than a piece and before an ASCII byte.
 */
final class AsciiWord {
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private AsciiWord() {}

  /**
   * The end of a word of letters.
   *
   * @return {@code word} where no such word begins there, or the text's end is near
   */
  static int endOfLetters(byte[] text, int word, int to) {
    if (to - word < Word.MAX_BYTES) {
      return word;
    }
    int space = text[word] == ' ' ? 1 : 0;
    long others = othersThanLetters(Word.eightBytes(text, word)) & -1L >>> space;
    int length = Long.numberOfLeadingZeros(others) / Byte.SIZE;
    if (length == Long.BYTES) {
      others = othersThanLetters(Word.eightBytes(text, word + Long.BYTES));
      length += Long.numberOfLeadingZeros(others) / Byte.SIZE;
      if (length == Word.MAX_BYTES) {
        return word;
      }
    }
    return length > space && text[word + length] >= 0 ? word + length : word;
  }

  /**
   * The end of a word of lower-case letters, of which the first may be upper-case, before no
   * apostrophe. It may stand before an upper-case letter if it has a lower-case one for certain.
   *
   * @return {@code word} where no such word begins there, or the text's end is near
   */
  static int endOfLowerCaseLetters(byte[] text, int word, int to) {
    if (to - word < Word.MAX_BYTES) {
      return word;
    }
    int space = text[word] == ' ' ? 1 : 0;
    long eight = Word.eightBytes(text, word);
    long others =
        othersThanLetters(eight) & -1L >>> space | upperCase(eight) & -1L >>> Byte.SIZE * space + 1;
    int length = Long.numberOfLeadingZeros(others) / Byte.SIZE;
    if (length == Long.BYTES) {
      eight = Word.eightBytes(text, word + Long.BYTES);
      others = othersThanLetters(eight) | upperCase(eight);
      length += Long.numberOfLeadingZeros(others) / Byte.SIZE;
      if (length == Word.MAX_BYTES) {
        return word;
      }
    }
    byte next = text[word + length];
    int letters = length - space;
    boolean ends = next >= 0 && next != '\'' && (letters > 1 || next < 'A' || next > 'Z');
    return ends && letters > 0 ? word + length : word;
  }

  /** Of eight bytes, sets the highest bit of those that are no letters and clears all else. */
  private static long othersThanLetters(long eight) {
    long lowerCase = eight & 0x7F7F7F7F7F7F7F7FL | 0x2020202020202020L;
    long fromA = lowerCase + 0x1F1F1F1F1F1F1F1FL; // 0x80 - 'a'
    long beyondZ = lowerCase + 0x0505050505050505L; // 0x80 - 'z' - 1
    return (~fromA | beyondZ | eight) & HIGHEST_BITS;
  }

  /**
   * Of eight bytes, sets the highest bit of the upper-case letters, and of others that are no
   * letters, and clears all else.
   */
  private static long upperCase(long eight) {
    return ~eight << 2 & HIGHEST_BITS; // the bit 0x20
  }
}
