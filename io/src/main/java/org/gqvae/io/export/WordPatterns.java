package org.gqvae.io.export;

import java.util.BitSet;
import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;

/**
 * The pre-tokenizer as two regular expressions, which every engine reads alike: character classes
 * are ranges of literal characters, so that no engine's version of Unicode has a say.
 */
final class WordPatterns {
  /** The second bytes and later ones of code points, 0x80 to 0xBF, in the {@link ByteAlphabet}. */
  private static final String CONTINUATIONS = "\u00a1-\u00ac\u00ae-\u00bf\u0122-\u0143";

  private static final String LETTERS = ranges(codePoints(CharacterClass.LETTER));
  private static final String NUMBERS = ranges(codePoints(CharacterClass.NUMBER));
  private static final String SPACES = ranges(codePoints(CharacterClass.SPACE));

  /** In any case, the long s among them. */
  private static final String CONTRACTION = "'(?:[sStTmMdD\u017f]|[rRvV][eE]|[lL][lL])";

  private static final String BEFORE_LETTERS = "[^\\r\\n" + LETTERS + NUMBERS + "]?";

  private WordPatterns() {}

  /** Matches words, by the pre-tokenizer's pattern. */
  static String words(PreTokenizer preTokenizer) {
    return switch (preTokenizer) {
      case GPT2 ->
          "'s|'t|'re|'ve|'m|'ll|'d| ?[%s]+| ?[%s]+| ?[^%s%s%s]+|[%s]+(?![^%s])|[%s]+"
              .formatted(LETTERS, NUMBERS, SPACES, LETTERS, NUMBERS, SPACES, SPACES, SPACES);
      case CL100K ->
          "%s|%s[%s]+|".formatted(CONTRACTION, BEFORE_LETTERS, LETTERS)
              + othersThanLetters("\\r\\n");
      case O200K -> {
        String upper = ranges(lettersAndMarksBut(CharacterClass.LOWER_CASE));
        String lower = ranges(lettersAndMarksBut(CharacterClass.UPPER_CASE));
        yield "%s[%s]*[%s]+(?:%s)?|".formatted(BEFORE_LETTERS, upper, lower, CONTRACTION)
            + "%s[%s]+[%s]*(?:%s)?|".formatted(BEFORE_LETTERS, upper, lower, CONTRACTION)
            + othersThanLetters("\\r\\n/");
      }
    };
  }

  /** What {@link PreTokenizer#CL100K} and {@link PreTokenizer#O200K} have in common. */
  private static String othersThanLetters(String lineEnds) {
    return "[%s]{1,3}| ?[^%s%s%s]+[%s]*|[%s]*[\\r\\n]+|[%s]+(?![^%s])|[%s]+"
        .formatted(NUMBERS, SPACES, LETTERS, NUMBERS, lineEnds, SPACES, SPACES, SPACES, SPACES);
  }

  private static BitSet lettersAndMarksBut(CharacterClass one) {
    BitSet codePoints = codePoints(CharacterClass.LETTER);
    codePoints.or(codePoints(CharacterClass.MARK));
    codePoints.andNot(codePoints(one));
    return codePoints;
  }

  /**
   * Matches the pieces of a word in the {@link ByteAlphabet}: 16 bytes, none within a code point.
   */
  static String pieces() {
    return ".{1,%d}(?![%s])".formatted(Word.MAX_BYTES, CONTINUATIONS);
  }

  private static BitSet codePoints(CharacterClass each) {
    BitSet codePoints = new BitSet();
    each.ranges().forEach(range -> codePoints.set(range.first(), range.last() + 1));
    return codePoints;
  }

  private static String ranges(BitSet codePoints) {
    StringBuilder ranges = new StringBuilder();
    for (int first = codePoints.nextSetBit(0); first >= 0; ) {
      int last = codePoints.nextClearBit(first) - 1;
      append(first, ranges);
      if (last > first) {
        append(last, ranges.append('-'));
      }
      first = codePoints.nextSetBit(last + 1);
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
