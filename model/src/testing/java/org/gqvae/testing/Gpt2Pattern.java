package org.gqvae.testing;

import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GPT-2's pattern by {@code java.util.regex}, with the character classes of ICU4J, whatever the
 * running JDK knows: each code point stands for its class as one character of it.
 */
public final class Gpt2Pattern {
  /** What stands in a text for what is no code point: none of the classes has it. */
  public static final char MALFORMED = '\ue000';

  private static final UnicodeSet LETTERS = new UnicodeSet("[:L:]").freeze();
  private static final UnicodeSet NUMBERS = new UnicodeSet("[:N:]").freeze();
  private static final UnicodeSet SPACES = new UnicodeSet("[:White_Space:]").freeze();

  private static final String L = "A-Za-z\u00e9";
  private static final String N = "0-9\u00bd";
  private static final String S = "\t-\r \u3000";
  private static final Pattern PATTERN =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?[%1$s]+| ?[%2$s]+| ?[^%3$s%1$s%2$s]+|[%3$s]+(?![^%3$s])|[%3$s]+"
              .formatted(L, N, S));

  private Gpt2Pattern() {}

  /** Where the words of a text end, in code points. */
  public static List<Integer> wordEnds(int[] codePoints) {
    StringBuilder classes = new StringBuilder(codePoints.length);
    for (int codePoint : codePoints) {
      classes.append(symbol(codePoint));
    }
    List<Integer> ends = new ArrayList<>();
    for (Matcher word = PATTERN.matcher(classes); word.find(); ) {
      ends.add(word.end());
    }
    return ends;
  }

  private static char symbol(int codePoint) {
    if (codePoint < 0x80) {
      return (char) codePoint;
    } else if (LETTERS.contains(codePoint)) {
      return '\u00e9';
    } else if (NUMBERS.contains(codePoint)) {
      return '\u00bd';
    }
    return SPACES.contains(codePoint) ? '\u3000' : MALFORMED;
  }
}
