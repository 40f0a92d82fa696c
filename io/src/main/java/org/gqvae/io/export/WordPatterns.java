package org.gqvae.io.export;

import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.Word;

/**
 * The pre-tokenizer as two regular expressions, which every engine reads alike: character classes
 * are ranges of literal characters, so that no engine's version of Unicode has a say.
 */
final class WordPatterns {
  /** The second bytes and later ones of code points, 0x80 to 0xBF, in the {@link ByteAlphabet}. */
  private static final String CONTINUATIONS = "\u00a1-\u00ac\u00ae-\u00bf\u0122-\u0143";

  private WordPatterns() {}

  /** Matches words, by GPT-2's pattern. */
  static String words() {
    String letters = ranges(CharacterClass.LETTER);
    String numbers = ranges(CharacterClass.NUMBER);
    String spaces = ranges(CharacterClass.SPACE);
    return "'s|'t|'re|'ve|'m|'ll|'d"
        + "| ?[%s]+| ?[%s]+| ?[^%s%s%s]+|[%s]+(?![^%s])|[%s]+"
            .formatted(letters, numbers, spaces, letters, numbers, spaces, spaces, spaces);
  }

  /**
   * Matches the pieces of a word in the {@link ByteAlphabet}: 16 bytes, none within a code point.
   */
  static String pieces() {
    return ".{1,%d}(?![%s])".formatted(Word.MAX_BYTES, CONTINUATIONS);
  }

  private static String ranges(CharacterClass each) {
    StringBuilder ranges = new StringBuilder();
    for (CharacterClass.Range range : each.ranges()) {
      append(range.first(), ranges);
      if (range.last() > range.first()) {
        append(range.last(), ranges.append('-'));
      }
    }
    return ranges.toString();
  }

  /** None of the classes has a character that means something within brackets. */
  private static void append(int codePoint, StringBuilder ranges) {
    if (codePoint < ' ') {
      ranges.append("\\x%02X".formatted(codePoint));
    } else {
      ranges.appendCodePoint(codePoint);
    }
  }
}
