package org.gqvae.testing;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pre-tokenizers' patterns as tiktoken publishes them, run by {@code java.util.regex} with the
 * character classes of ICU4J, whatever the running JDK knows: each code point beyond ASCII stands
 * for its class as one character of it, but for those that differ from ASCII in case alone.
 */
public enum PublishedPattern {
  GPT2(
      """
      's|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+
      """),

  CL100K(
      """
      (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}\
      | ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+
      """),

  /** What tiktoken has in place of {@link #CL100K} since it uses possessive quantifiers. */
  CL100K_POSSESSIVE(
      """
      '(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+\
      | ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s
      """),

  O200K(
      """
      [^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+\
      (?i:'s|'t|'re|'ve|'m|'ll|'d)?\
      |[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*\
      (?i:'s|'t|'re|'ve|'m|'ll|'d)?\
      |\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+
      """);

  /** What stands in a text for what is no code point: none of the classes has it. */
  public static final char MALFORMED = '\ue000';

  private static final UnicodeSet SPACES = new UnicodeSet("[:White_Space:]").freeze();

  private final Pattern pattern;

  PublishedPattern(String published) {
    pattern = Pattern.compile(Classes.writtenInto(published.strip()).replace("(?i:", "(?iu:"));
  }

  /** Where the words of a text end, in code points. */
  public List<Integer> wordEnds(int[] codePoints) {
    StringBuilder classes = new StringBuilder(codePoints.length);
    for (int codePoint : codePoints) {
      classes.append(symbol(codePoint));
    }
    List<Integer> ends = new ArrayList<>();
    for (Matcher word = pattern.matcher(classes); word.find(); ) {
      ends.add(word.end());
    }
    return ends;
  }

  private static char symbol(int codePoint) {
    if (UCharacter.foldCase(codePoint, true) < 0x80) {
      return (char) codePoint;
    }
    return switch (UCharacter.getType(codePoint)) {
      case UCharacter.UPPERCASE_LETTER -> '\u00c9';
      case UCharacter.TITLECASE_LETTER -> '\u01c5';
      case UCharacter.LOWERCASE_LETTER -> '\u00e9';
      case UCharacter.MODIFIER_LETTER -> '\u02b0';
      case UCharacter.OTHER_LETTER -> '\u65e5';
      case UCharacter.NON_SPACING_MARK,
              UCharacter.COMBINING_SPACING_MARK,
              UCharacter.ENCLOSING_MARK ->
          '\u0301';
      case UCharacter.DECIMAL_DIGIT_NUMBER, UCharacter.LETTER_NUMBER, UCharacter.OTHER_NUMBER ->
          '\u00bd';
      default -> SPACES.contains(codePoint) ? '\u3000' : MALFORMED;
    };
  }

  /** The character classes of the patterns. */
  private static final class Classes {
    /** Of each class the characters that stand in a text. */
    private static final Map<String, String> SYMBOLS =
        Map.of(
            "\\p{Lu}", "A-Z\u00c9\u212a",
            "\\p{Lt}", "\u01c5",
            "\\p{Ll}", "a-z\u00e9\u017f",
            "\\p{Lm}", "\u02b0",
            "\\p{Lo}", "\u65e5",
            "\\p{L}", "A-Z\u00c9\u212a\u01c5a-z\u00e9\u017f\u02b0\u65e5",
            "\\p{M}", "\u0301",
            "\\p{N}", "0-9\u00bd",
            "\\s", "\t-\r \u3000",
            "\\S", "^\t-\r \u3000");

    private static final Pattern CLASS = Pattern.compile("\\\\p\\{\\w+}|\\\\[sS]");

    static String writtenInto(String published) {
      return CLASS
          .matcher(published)
          .replaceAll(
              found -> {
                String before = published.substring(0, found.start());
                boolean isInBrackets = before.lastIndexOf('[') > before.lastIndexOf(']');
                String symbols = SYMBOLS.get(found.group());
                return isInBrackets ? symbols : "[" + symbols + "]";
              });
    }
  }
}
