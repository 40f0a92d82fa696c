package org.gqvae.model.text;

/**
 * Cuts a text into words by GPT-2's pattern, and words into pieces of at most 16 bytes.
 *
 * <pre>{@code
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * }</pre>
 *
 * {@code "He's 30,\n\nOK"} becomes {@code "He", "'s", " 30", ",", "\n", "\n", "OK"}.
 *
 * <p>The pattern runs over {@linkplain Utf8 units}. Its classes are {@linkplain CharacterClass
 * those of one Unicode version}; a malformed byte belongs to {@code [^\s\p{L}\p{N}]}. A word over
 * 16 bytes is cut at unit borders, each piece taking as many units as fit. The pieces, joined, are
 * the text. Time is linear and memory constant, whatever the length of words; no piece waits for
 * more than the 16 bytes from where it begins and the next unit.
 */
public final class PreTokenizer {
  /** The pre-tokenizer's name in a tokenizer's manifest. */
  public static final String NAME = "gpt2";

  /** Receives the words of a text in order. */
  @FunctionalInterface
  public interface WordConsumer {
    /**
     * Takes the word in {@code bytes[from..to)}, 1 to 16 bytes.
     *
     * @param bytes the text's own array, not to be changed
     */
    void accept(byte[] bytes, int from, int to);
  }

  private static final int LETTER = 0;
  private static final int NUMBER = 1;
  private static final int SPACE = 2;
  private static final int OTHER = 3;

  // A unit in one int: length << 2 | class.
  private static final int CLASS_MASK = 3;
  private static final int LENGTH_SHIFT = 2;
  private static final int MALFORMED = 1 << LENGTH_SHIFT | OTHER;

  /** Every code point's unit. */
  private static final byte[] UNITS = units();

  private PreTokenizer() {}

  /** Hands the words of {@code text[from..to)} to the consumer, in order. */
  public static void split(byte[] text, int from, int to, WordConsumer consumer) {
    int at = from;
    while (at < to) {
      int word = at;
      at = endOfAsciiLetters(text, word, to);
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
   * The end of the most common kind of word, found eight bytes at a time: ASCII letters, perhaps
   * behind a space, shorter than a piece and before an ASCII byte.
   *
   * @return {@code word} where no such word begins there, or the text's end is near
   */
  private static int endOfAsciiLetters(byte[] text, int word, int to) {
    if (to - word < Word.MAX_BYTES) {
      return word;
    }
    int space = text[word] == ' ' ? 1 : 0;
    long others = othersThanAsciiLetters(Word.eightBytes(text, word)) & -1L >>> space;
    int length = Long.numberOfLeadingZeros(others) / Byte.SIZE;
    if (length == Long.BYTES) {
      others = othersThanAsciiLetters(Word.eightBytes(text, word + Long.BYTES));
      length += Long.numberOfLeadingZeros(others) / Byte.SIZE;
      if (length == Word.MAX_BYTES) {
        return word;
      }
    }
    return length > space && text[word + length] >= 0 ? word + length : word;
  }

  /**
   * Of eight bytes, sets the highest bit of those that are no ASCII letters and clears all else.
   */
  private static long othersThanAsciiLetters(long eight) {
    long lowerCase = eight & 0x7F7F7F7F7F7F7F7FL | 0x2020202020202020L;
    long fromA = lowerCase + 0x1F1F1F1F1F1F1F1FL; // 0x80 - 'a'
    long beyondZ = lowerCase + 0x0505050505050505L; // 0x80 - 'z' - 1
    return (~fromA | beyondZ | eight) & 0x8080808080808080L;
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
      int unit = at < to ? unit(text, at, to) : OTHER;
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

  private static int unit(byte[] text, int at, int to) {
    int lead = text[at];
    if (lead >= 0) {
      return UNITS[lead];
    }
    int codePoint = Utf8.codePoint(text, at, to);
    return codePoint < 0 ? MALFORMED : UNITS[codePoint];
  }

  private static byte[] units() {
    byte[] units = new byte[Character.MAX_CODE_POINT + 1];
    for (int codePoint = 0; codePoint < units.length; codePoint++) {
      units[codePoint] = (byte) (Utf8.length(codePoint) << LENGTH_SHIFT | OTHER);
    }
    for (CharacterClass each : CharacterClass.values()) {
      for (CharacterClass.Range range : each.ranges()) {
        for (int codePoint = range.first(); codePoint <= range.last(); codePoint++) {
          units[codePoint] = (byte) (Utf8.length(codePoint) << LENGTH_SHIFT | bits(each));
        }
      }
    }
    return units;
  }

  private static int bits(CharacterClass unitClass) {
    return switch (unitClass) {
      case LETTER -> LETTER;
      case NUMBER -> NUMBER;
      case SPACE -> SPACE;
    };
  }
}
