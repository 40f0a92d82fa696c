package org.gqvae.model.text;

/**
 * The {@linkplain Utf8 units} of a text with their classes, each in one int: {@code length << 4 |
 * cases << 2 | class}. A malformed byte is of the class {@link #OTHER}.
 */
final class Units {
  static final int LETTER = 0;
  static final int NUMBER = 1;
  static final int SPACE = 2;

  /** None of the three; marks among them. */
  static final int OTHER = 3;

  static final int CLASS_MASK = 3;

  /** A letter that is not lower-case, or a mark: {@code [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]}. */
  static final int UPPER = 4;

  /** A letter that is not upper-case, or a mark: {@code [\p{Ll}\p{Lm}\p{Lo}\p{M}]}. */
  static final int LOWER = 8;

  static final int LENGTH_SHIFT = 4;

  private static final int MALFORMED = 1 << LENGTH_SHIFT | OTHER;

  /** Every code point's unit. */
  private static final byte[] OF_CODE_POINTS = ofCodePoints();

  private Units() {}

  /** The unit that begins at {@code at}, before {@code to}. */
  static int unit(byte[] text, int at, int to) {
    int lead = text[at];
    if (lead >= 0) {
      return OF_CODE_POINTS[lead];
    }
    int codePoint = Utf8.codePoint(text, at, to);
    return codePoint < 0 ? MALFORMED : OF_CODE_POINTS[codePoint];
  }

  private static byte[] ofCodePoints() {
    byte[] units = new byte[Character.MAX_CODE_POINT + 1];
    for (int codePoint = 0; codePoint < units.length; codePoint++) {
      units[codePoint] = (byte) (Utf8.length(codePoint) << LENGTH_SHIFT | OTHER);
    }
    for (CharacterClass each : CharacterClass.values()) {
      for (CharacterClass.Range range : each.ranges()) {
        for (int codePoint = range.first(); codePoint <= range.last(); codePoint++) {
          units[codePoint] ^= (byte) change(each);
        }
      }
    }
    return units;
  }

  /** The bits that belonging to a class changes; letters have both cases until one is taken. */
  private static int change(CharacterClass each) {
    return switch (each) {
      case LETTER -> OTHER ^ LETTER | UPPER | LOWER;
      case UPPER_CASE -> LOWER;
      case LOWER_CASE -> UPPER;
      case MARK -> UPPER | LOWER;
      case NUMBER -> OTHER ^ NUMBER;
      case SPACE -> OTHER ^ SPACE;
    };
  }
}
