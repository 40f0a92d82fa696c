package org.gqvae.model.text;

import static org.gqvae.model.text.Units.CLASS_MASK;
import static org.gqvae.model.text.Units.LENGTH_SHIFT;
import static org.gqvae.model.text.Units.LETTER;
import static org.gqvae.model.text.Units.NUMBER;
import static org.gqvae.model.text.Units.OTHER;
import static org.gqvae.model.text.Units.SPACE;
import static org.gqvae.model.text.Units.unit;

import org.gqvae.model.text.PreTokenizer.WordConsumer;

/** Cuts as {@link PreTokenizer#CL100K} says. */
final class Cl100kSplitter {
  private Cl100kSplitter() {}

  static void split(byte[] text, int from, int to, WordConsumer consumer) {
    int at = from;
    while (at < to) {
      int word = at;
      at = AsciiWord.endOfLetters(text, word, to);
      if (at > word) {
        consumer.accept(text, word, at);
      } else {
        at = end(text, word, to);
        WordEnds.handOut(text, word, at, consumer);
      }
    }
  }

  private static int end(byte[] text, int word, int to) {
    int contraction = WordEnds.ofContraction(text, word, to);
    if (contraction > word) {
      return contraction;
    }
    int unit = unit(text, word, to);
    int at = word + (unit >> LENGTH_SHIFT);
    int unitClass = unit & CLASS_MASK;
    if (unitClass == LETTER) {
      return WordEnds.ofRun(text, at, to, LETTER);
    }
    if (unitClass == NUMBER) {
      return WordEnds.ofNumbers(text, word, to);
    }
    boolean endsWord = at == to || WordEnds.isLineEnd(text[word]);
    int nextClass = endsWord ? SPACE : unit(text, at, to) & CLASS_MASK;
    if (nextClass == LETTER) {
      return WordEnds.ofRun(text, at, to, LETTER);
    }
    if (unitClass == OTHER || nextClass == OTHER && text[word] == ' ') {
      return endOfLineEnds(text, WordEnds.ofRun(text, at, to, OTHER), to);
    }
    return WordEnds.ofWhiteSpace(text, word, to);
  }

  private static int endOfLineEnds(byte[] text, int from, int to) {
    int at = from;
    while (at < to && WordEnds.isLineEnd(text[at])) {
      at++;
    }
    return at;
  }
}
