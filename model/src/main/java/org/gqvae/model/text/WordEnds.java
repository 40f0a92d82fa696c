package org.gqvae.model.text;

import static org.gqvae.model.text.Units.CLASS_MASK;
import static org.gqvae.model.text.Units.LENGTH_SHIFT;
import static org.gqvae.model.text.Units.NUMBER;
import static org.gqvae.model.text.Units.SPACE;
import static org.gqvae.model.text.Units.unit;

import org.gqvae.model.text.PreTokenizer.WordConsumer;

/**
 * Where the parts of words end that {@link PreTokenizer#CL100K} and {@link PreTokenizer#O200K} have
 * in common.
 */
final class WordEnds {
  private static final int MOST_NUMBERS = 3;

  private WordEnds() {}

  /** The end of {@code \p{N}{1,3}}, of which the first begins at {@code word}. */
  static int ofNumbers(byte[] text, int word, int to) {
    int at = word;
    for (int numbers = 0; numbers < MOST_NUMBERS && at < to; numbers++) {
      int unit = unit(text, at, to);
      if ((unit & CLASS_MASK) != NUMBER) {
        break;
      }
      at += unit >> LENGTH_SHIFT;
    }
    return at;
  }

  /** The end of the units of a class from {@code from} on, which may be none. */
  static int ofRun(byte[] text, int from, int to, int unitClass) {
    int at = from;
    while (at < to) {
      int unit = unit(text, at, to);
      if ((unit & CLASS_MASK) != unitClass) {
        break;
      }
      // ASCII does not wait for the look-up.
      at = text[at] >= 0 ? at + 1 : at + (unit >> LENGTH_SHIFT);
    }
    return at;
  }

  /**
   * The end of {@code \s*[\r\n]+|\s+(?!\S)|\s+}. What stands behind the last of the line ends is
   * looked at once more, as the next word.
   *
   * @param word where a unit of white space begins
   */
  static int ofWhiteSpace(byte[] text, int word, int to) {
    int at = word;
    int last = word; // where the last unit seen begins
    int lineEnd = word; // behind the last line end
    while (at < to) {
      int unit = unit(text, at, to);
      if ((unit & CLASS_MASK) != SPACE) {
        break;
      }
      last = at;
      at += unit >> LENGTH_SHIFT;
      lineEnd = isLineEnd(text[last]) ? at : lineEnd;
    }
    if (lineEnd > word) {
      return lineEnd;
    }
    return at < to && last > word ? last : at;
  }

  /**
   * The end of {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)} at {@code at}, which is {@code at} where there
   * is none. The only letter beyond ASCII that differs from one of these in case alone is U+017F,
   * the long s.
   */
  static int ofContraction(byte[] text, int at, int to) {
    if (to - at < 2 || text[at] != '\'') {
      return at;
    }
    return switch (text[at + 1]) {
      case 's', 'S', 't', 'T', 'm', 'M', 'd', 'D' -> at + 2;
      case 'r', 'R', 'v', 'V' -> isLetter(text, at + 2, to, 'e') ? at + 3 : at;
      case 'l', 'L' -> isLetter(text, at + 2, to, 'l') ? at + 3 : at;
      case (byte) 0xC5 -> at + 2 < to && text[at + 2] == (byte) 0xBF ? at + 3 : at; // U+017F
      default -> at;
    };
  }

  static boolean isLineEnd(byte value) {
    return value == '\n' || value == '\r';
  }

  /** Hands out a word, in pieces where it is too long for one. */
  static void handOut(byte[] text, int word, int end, WordConsumer consumer) {
    int piece = word;
    if (end - word > Word.MAX_BYTES) {
      for (int at = word; at < end; ) {
        int next = at + (unit(text, at, end) >> LENGTH_SHIFT);
        if (next - piece > Word.MAX_BYTES) {
          consumer.accept(text, piece, at);
          piece = at;
        }
        at = next;
      }
    }
    consumer.accept(text, piece, end);
  }

  private static boolean isLetter(byte[] text, int at, int to, char lowerCase) {
    return at < to && (text[at] | 0x20) == lowerCase;
  }
}
