package org.gqvae.model.text;

import static org.gqvae.model.text.Units.CLASS_MASK;
import static org.gqvae.model.text.Units.LENGTH_SHIFT;
import static org.gqvae.model.text.Units.LOWER;
import static org.gqvae.model.text.Units.NUMBER;
import static org.gqvae.model.text.Units.OTHER;
import static org.gqvae.model.text.Units.UPPER;
import static org.gqvae.model.text.Units.unit;

import org.gqvae.model.text.PreTokenizer.WordConsumer;

/** Cuts as {@link PreTokenizer#O200K} says. */
final class O200kSplitter {
  private O200kSplitter() {}

  static void split(byte[] text, int from, int to, WordConsumer consumer) {
    int at = from;
    while (at < to) {
      int word = at;
      at = AsciiWord.endOfLowerCaseLetters(text, word, to);
      if (at > word) {
        consumer.accept(text, word, at);
      } else {
        at = end(text, word, to);
        WordEnds.handOut(text, word, at, consumer);
      }
    }
  }

  private static int end(byte[] text, int word, int to) {
    int unit = unit(text, word, to);
    if ((unit & CLASS_MASK) == NUMBER) {
      return WordEnds.ofNumbers(text, word, to);
    }
    int at = word + (unit >> LENGTH_SHIFT);
    if (!WordEnds.isLineEnd(text[word])) {
      // A mark may stand before letters or be one of them: to be one of them comes to the same.
      int letters = (unit & (UPPER | LOWER)) == 0 ? at : word;
      int end = endOfLetters(text, letters, to);
      if (end > letters) {
        return WordEnds.ofContraction(text, end, to);
      }
    }
    if ((unit & CLASS_MASK) == OTHER
        || text[word] == ' ' && at < to && (unit(text, at, to) & CLASS_MASK) == OTHER) {
      return endOfLineEndsAndSlashes(text, WordEnds.ofRun(text, at, to, OTHER), to);
    }
    return WordEnds.ofWhiteSpace(text, word, to);
  }

  /**
   * The end of {@code [upper]*[lower]+|[upper]+[lower]*}, in which letters without case and marks
   * are both; {@code from} where there are none. What is upper alone behind the last that is both
   * is left to the next word and then looked at once more, unless something lower alone follows.
   */
  private static int endOfLetters(byte[] text, int from, int to) {
    int at = from;
    int end = from; // behind the last that is lower
    while (at < to) {
      int unit = unit(text, at, to);
      if ((unit & UPPER) == 0) {
        if ((unit & LOWER) != 0) {
          return endOfLower(text, at, to);
        }
        break;
      }
      at += unit >> LENGTH_SHIFT;
      end = (unit & LOWER) == 0 ? end : at;
    }
    return end > from ? end : at;
  }

  private static int endOfLower(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int unit = unit(text, at, to);
      if ((unit & LOWER) == 0) {
        break;
      }
      at += unit >> LENGTH_SHIFT;
    }
    return at;
  }

  private static int endOfLineEndsAndSlashes(byte[] text, int from, int to) {
    int at = from;
    while (at < to && (WordEnds.isLineEnd(text[at]) || text[at] == '/')) {
      at++;
    }
    return at;
  }
}
