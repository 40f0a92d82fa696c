package org.gqvae.model.text;

import static org.gqvae.model.text.Units.CLASS_MASK;
import static org.gqvae.model.text.Units.LENGTH_SHIFT;
import static org.gqvae.model.text.Units.SPACE;
import static org.gqvae.model.text.Units.unit;

import org.gqvae.model.text.PreTokenizer.WordConsumer;

/**
 * Cuts as {@link PreTokenizer#GPT2} says. No piece waits for more than the 16 bytes from where it
 * begins and the next unit.
 */
final class Gpt2Splitter {
  private Gpt2Splitter() {}

  static void split(byte[] text, int from, int to, WordConsumer consumer) {
    int at = from;
    while (at < to) {
      int word = at;
      at = AsciiWord.endOfLetters(text, word, to);
      if (at > word) {
        consumer.accept(text, word, at);
        continue;
      }
      int unit = unit(text, at, to);
      at += unit >> LENGTH_SHIFT;
      if (text[word] == '\'') {
        int contraction = contraction(text, at, to);
        if (contraction > 0) {
          at += contraction;
          consumer.accept(text, word, at);
          continue;
        }
      }
      if ((unit & CLASS_MASK) == SPACE) {
        int next = at < to ? unit(text, at, to) : SPACE;
        if ((next & CLASS_MASK) == SPACE) {
          at = whiteSpace(text, word, at, to, consumer);
          continue;
        }
        if (text[word] != ' ') {
          consumer.accept(text, word, at);
          continue;
        }
        unit = next;
        at += next >> LENGTH_SHIFT;
      }
      at = run(text, word, at, to, unit & CLASS_MASK, consumer);
    }
  }

  /**
   * Hands out the pieces of a run of letters, numbers or others.
   *
   * @param word where the run's first piece begins
   * @param at behind the first unit of the class
   * @return where the run ends
   */
  private static int run(
      byte[] text, int word, int at, int to, int unitClass, WordConsumer consumer) {
    int piece = word;
    while (at < to) {
      int unit = unit(text, at, to);
      if ((unit & CLASS_MASK) != unitClass) {
        break;
      }
      // ASCII does not wait for the look-up: a quarter faster.
      int end = text[at] >= 0 ? at + 1 : at + (unit >> LENGTH_SHIFT);
      if (end - piece > Word.MAX_BYTES) {
        consumer.accept(text, piece, at);
        piece = at;
      }
      at = end;
    }
    consumer.accept(text, piece, at);
    return at;
  }

  /**
   * Hands out the pieces of white space, without its last unit where other text follows.
   *
   * @param word where the white space begins
   * @param at behind its first unit; a second one follows, or the text's end
   * @return where the pieces end
   */
  private static int whiteSpace(byte[] text, int word, int at, int to, WordConsumer consumer) {
    int piece = word;
    int last = word; // where the last unit seen begins
    while (true) {
      int unit = at < to ? unit(text, at, to) : Units.OTHER;
      boolean ends = (unit & CLASS_MASK) != SPACE;
      int end = ends && at < to ? last : at; // of the word as far as it is known
      if (end - piece > Word.MAX_BYTES) {
        consumer.accept(text, piece, last);
        piece = last;
      }
      if (ends) {
        consumer.accept(text, piece, end);
        return end;
      }
      last = at;
      at += unit >> LENGTH_SHIFT;
    }
  }

  /** The length of {@code s t re ve m ll d} at {@code at}, or 0. */
  private static int contraction(byte[] text, int at, int to) {
    if (at < to) {
      switch (text[at]) {
        case 's', 't', 'm', 'd':
          return 1;
        case 'r', 'v':
          return at + 1 < to && text[at + 1] == 'e' ? 2 : 0;
        case 'l':
          return at + 1 < to && text[at + 1] == 'l' ? 2 : 0;
        default:
          return 0;
      }
    }
    return 0;
  }
}
