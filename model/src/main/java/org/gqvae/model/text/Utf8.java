package org.gqvae.model.text;

/**
 * UTF-8 read strictly: no surrogates, no overlong forms, nothing above U+10FFFF.
 *
 * <p>Bytes fall into units: a well-formed code point is one unit of 1 to 4 bytes, and every byte
 * that belongs to none is a unit of its own. So any bytes have exactly one division into units.
 */
public final class Utf8 {
  private Utf8() {}

  /**
   * The length in bytes of the unit that begins at {@code from}: of the well-formed code point
   * there, else 1.
   *
   * @param bytes holds the text in {@code [from..to)}, {@code from < to}
   */
  public static int unitLength(byte[] bytes, int from, int to) {
    int codePoint = codePoint(bytes, from, to);
    return codePoint < 0 ? 1 : length(codePoint);
  }

  /** Whether all units of {@code bytes[from..to)} are code points. */
  public static boolean isWellFormed(byte[] bytes, int from, int to) {
    for (int at = from; at < to; ) {
      if (bytes[at] >= 0) {
        at = ByteScan.nonAscii(bytes, at, to);
      } else {
        int codePoint = codePoint(bytes, at, to);
        if (codePoint < 0) {
          return false;
        }
        at += length(codePoint);
      }
    }
    return true;
  }

  /** The number of units in {@code bytes[from..to)}: code points, a malformed byte counting one. */
  public static long countCodePoints(byte[] bytes, int from, int to) {
    long count = 0;
    for (int at = from; at < to; ) {
      if (bytes[at] >= 0) {
        int end = ByteScan.nonAscii(bytes, at, to);
        count += end - at;
        at = end;
      } else {
        count++;
        at += unitLength(bytes, at, to);
      }
    }
    return count;
  }

  /**
   * The well-formed code point that begins at {@code from}, or -1 where there is none.
   *
   * @param bytes holds the text in {@code [from..to)}, {@code from < to}
   */
  static int codePoint(byte[] bytes, int from, int to) {
    int lead = bytes[from];
    if (lead >= 0) {
      return lead;
    }
    int available = to - from;
    if (lead >> 5 == -2) { // 110xxxxx
      if (available >= 2 && isContinuation(bytes[from + 1])) {
        int codePoint = (lead & 0x1F) << 6 | (bytes[from + 1] & 0x3F);
        return codePoint >= 0x80 ? codePoint : -1;
      }
    } else if (lead >> 4 == -2) { // 1110xxxx
      if (available >= 3 && isContinuation(bytes[from + 1]) && isContinuation(bytes[from + 2])) {
        int codePoint =
            (lead & 0x0F) << 12 | (bytes[from + 1] & 0x3F) << 6 | (bytes[from + 2] & 0x3F);
        boolean surrogate = codePoint >> 11 == 0x1B;
        return codePoint >= 0x800 && !surrogate ? codePoint : -1;
      }
    } else if (lead >> 3 == -2) { // 11110xxx
      if (available >= 4
          && isContinuation(bytes[from + 1])
          && isContinuation(bytes[from + 2])
          && isContinuation(bytes[from + 3])) {
        int codePoint =
            (lead & 0x07) << 18
                | (bytes[from + 1] & 0x3F) << 12
                | (bytes[from + 2] & 0x3F) << 6
                | (bytes[from + 3] & 0x3F);
        return codePoint >= 0x10000 && codePoint <= Character.MAX_CODE_POINT ? codePoint : -1;
      }
    }
    return -1;
  }

  /** The number of bytes that a code point takes. */
  static int length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }

  private static boolean isContinuation(byte value) {
    return value < (byte) 0xC0;
  }
}
