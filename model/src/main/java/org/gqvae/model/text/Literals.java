package org.gqvae.model.text;

import java.util.Arrays;

/**
 * Bytes as printable ASCII, one to one: 0x21..0x7E except the backslash stand as they are, every
 * other byte as {@code \xNN} in lower-case hexadecimal.
 *
 * <pre>{@code
 * Literals.escape(" \u00e9a".getBytes(UTF_8))   // "\x20\xc3\xa9a"
 * }</pre>
 */
public final class Literals {
  private static final String HEX = "0123456789abcdef";

  private Literals() {}

  /** Bytes on the heap of an array of so many bytes, and of a reference to it. */
  public static long heapBytes(int length) {
    return 20 + (length + 7) / 8 * 8L; // an array's head is 16, and objects begin at 8 bytes
  }

  public static String escape(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 8);
    for (byte value : bytes) {
      if (isPlain((char) (value & 0xFF))) {
        text.append((char) value);
      } else {
        text.append("\\x").append(HEX.charAt((value >> 4) & 0xF)).append(HEX.charAt(value & 0xF));
      }
    }
    return text.toString();
  }

  /**
   * The bytes of which {@code text} is the escaped form.
   *
   * @throws IllegalArgumentException if it is the escaped form of none
   */
  public static byte[] unescape(String text) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int at = 0; at < text.length(); length++) {
      char symbol = text.charAt(at);
      if (isPlain(symbol)) {
        bytes[length] = (byte) symbol;
        at++;
      } else {
        bytes[length] = escaped(text, at);
        at += 4;
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  private static byte escaped(String text, int at) {
    if (text.startsWith("\\x", at) && at + 4 <= text.length()) {
      int value = HEX.indexOf(text.charAt(at + 2)) << 4 | HEX.indexOf(text.charAt(at + 3));
      if (value >= 0 && !isPlain((char) value)) {
        return (byte) value;
      }
    }
    throw new IllegalArgumentException(
        "Invalid literal: '"
            + text
            + "' at character "
            + at
            + ", expected \\xNN (lower-case"
            + " hexadecimal) for every byte but 0x21 to 0x7E without the backslash");
  }

  private static boolean isPlain(char symbol) {
    return symbol >= 0x21 && symbol <= 0x7E && symbol != '\\';
  }
}
