package org.gqvae.io.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.gqvae.model.text.ByteScan;

/**
 * A cursor over one record of JSON as RFC 8259 has it, nothing more: no comments, no single quotes,
 * no trailing commas, no NaN, no raw control characters, no lone surrogates, any depth, any length.
 * Strings stay UTF-8 bytes. The record must be well-formed UTF-8.
 *
 * <p>Why not a library's parser: those decode to UTF-16, whose arrays end at half the length of a
 * document's, guess encodings from zero bytes, skip byte-order marks and replace lone surrogates.
 */
final class JsonScanner {
  /** What is wrong with a line, and where. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason, null, false, false); // no stack trace: a corpus may hold millions
    }
  }

  /** Takes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    /**
     * @param keyFrom of the key's opening quote
     * @param keyTo behind its closing quote
     * @param from of its value's first byte
     * @param to behind its value's last
     */
    void take(int keyFrom, int keyTo, int from, int to) throws Malformed;
  }

  private final String unit;
  private byte[] bytes = {};
  private int lineFrom;
  private int end;
  private int at;
  private final BitSet objects = new BitSet(); // per open container: is it an object

  /**
   * @param unit what is scanned, for messages: {@code "line"}
   */
  JsonScanner(String unit) {
    this.unit = unit;
  }

  /** Puts the cursor at the first byte of {@code [from, end)} that is no white space. */
  void reset(byte[] line, int from, int lineEnd) {
    bytes = line;
    lineFrom = from;
    end = lineEnd;
    at = from;
    skipSpace();
  }

  int position() {
    return at;
  }

  boolean isAtEnd() {
    return at == end;
  }

  /** Passes {@code expected} and the white space behind it if it comes next. */
  boolean tryPass(char expected) {
    if (at < end && bytes[at] == expected) {
      at++;
      skipSpace();
      return true;
    }
    return false;
  }

  /** Passes {@code expected} and the white space behind it. */
  void pass(char expected) throws Malformed {
    if (!tryPass(expected)) {
      throw unexpected("'" + expected + "'");
    }
  }

  /** Passes a key, which may stand from {@code position()} to the returned end, and its colon. */
  int passKey() throws Malformed {
    int keyEnd = passString();
    skipSpace();
    pass(':');
    return keyEnd;
  }

  /** Passes the only object that is left, and its fields to {@code fields}, in order. */
  void passObject(Fields fields) throws Malformed {
    if (!tryPass('{')) {
      throw new Malformed("not a JSON object");
    }
    if (!tryPass('}')) {
      do {
        int keyFrom = position();
        int keyTo = passKey();
        int from = position();
        fields.take(keyFrom, keyTo, from, passValue());
      } while (tryPass(','));
      pass('}');
    }
    if (!isAtEnd()) {
      throw new Malformed("more than one JSON object on the " + unit);
    }
  }

  /** Passes a value with all that it holds; gives its end. The cursor passes white space too. */
  int passValue() throws Malformed {
    int depth = 0;
    while (true) {
      int valueEnd;
      int first = at < end ? bytes[at] : -1;
      if (first == '{') {
        pass('{');
        if (at < end && bytes[at] != '}') {
          objects.set(depth++);
          passKey();
          continue;
        }
        valueEnd = at + 1;
        passClosing('}');
      } else if (first == '[') {
        pass('[');
        if (at < end && bytes[at] != ']') {
          objects.clear(depth++);
          continue;
        }
        valueEnd = at + 1;
        passClosing(']');
      } else {
        valueEnd = passScalar(first);
      }
      while (true) { // a value has ended: so do the containers that close behind it
        skipSpace();
        if (depth == 0) {
          return valueEnd;
        }
        boolean inObject = objects.get(depth - 1);
        if (tryPass(',')) {
          if (inObject) {
            passKey();
          }
          break;
        }
        valueEnd = at + 1;
        passClosing(inObject ? '}' : ']');
        depth--;
      }
    }
  }

  private void passClosing(char bracket) throws Malformed {
    if (at >= end || bytes[at] != bracket) {
      throw unexpected("',' or '" + bracket + "'");
    }
    at++;
  }

  private int passScalar(int first) throws Malformed {
    switch (first) {
      case '"':
        return passString();
      case 't':
        return passLiteral("true");
      case 'f':
        return passLiteral("false");
      case 'n':
        return passLiteral("null");
      default:
        if (first == '-' || isDigit(first)) {
          return passNumber();
        }
        throw unexpected("a value");
    }
  }

  private int passLiteral(String literal) throws Malformed {
    for (int i = 0; i < literal.length(); i++) {
      if (at >= end || bytes[at] != literal.charAt(i)) {
        throw unexpected(literal);
      }
      at++;
    }
    return at;
  }

  private int passNumber() throws Malformed {
    if (bytes[at] == '-') {
      at++;
    }
    if (at < end && bytes[at] == '0') {
      at++;
    } else {
      passDigits();
    }
    if (at < end && bytes[at] == '.') {
      at++;
      passDigits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      passDigits();
    }
    return at;
  }

  private void passDigits() throws Malformed {
    if (at >= end || !isDigit(bytes[at])) {
      throw unexpected("a digit");
    }
    while (at < end && isDigit(bytes[at])) {
      at++;
    }
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  private int passString() throws Malformed {
    if (at >= end || bytes[at] != '"') {
      throw unexpected("'\"'");
    }
    at++;
    while (true) {
      at = ByteScan.indexOfControlOr(bytes, at, end, (byte) '"', (byte) '\\');
      if (at == end) {
        throw malformed("the " + unit + " ends within a string");
      }
      int b = bytes[at];
      if (b == '"') {
        return ++at;
      }
      if (b != '\\') {
        throw malformed(String.format("raw control character 0x%02X in a string", b));
      }
      passEscape();
    }
  }

  private void passEscape() throws Malformed {
    int letter = at + 1 < end ? bytes[at + 1] : -1;
    if (letter != 'u') {
      if (letter < 0 || "\"\\/bfnrt".indexOf(letter) < 0) {
        throw malformed("unknown escape");
      }
      at += 2;
      return;
    }
    int unit = hexUnit(at);
    if (Character.isHighSurrogate((char) unit)) {
      boolean pair =
          at + 7 < end
              && bytes[at + 6] == '\\'
              && bytes[at + 7] == 'u'
              && Character.isLowSurrogate((char) hexUnit(at + 6));
      if (!pair) {
        throw malformed("lone surrogate");
      }
      at += 12;
    } else if (Character.isLowSurrogate((char) unit)) {
      throw malformed("lone surrogate");
    } else {
      at += 6;
    }
  }

  /** The UTF-16 unit that the escape at {@code escape} names. */
  private int hexUnit(int escape) throws Malformed {
    int unit = 0;
    for (int i = escape + 2; i < escape + 6; i++) {
      int digit = i < end ? Character.digit(bytes[i], 16) : -1;
      if (digit < 0) {
        throw malformed("unknown escape");
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private void skipSpace() {
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
  }

  static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private Malformed unexpected(String expected) {
    return at >= end
        ? malformed("the " + unit + " ends where " + expected + " should stand")
        : malformed("not JSON, expected " + expected);
  }

  private Malformed malformed(String reason) {
    return new Malformed(reason + " (byte " + (at - lineFrom) + " of the " + unit + ")");
  }

  /**
   * The bytes that the string in {@code line[from..to)} stands for.
   *
   * @param from its opening quote, which a scanner has passed
   * @param to the end of its closing quote
   */
  static byte[] decodeString(byte[] line, int from, int to) {
    int end = to - 1;
    int run = from + 1;
    int in = ByteScan.indexOf(line, run, end, (byte) '\\');
    if (in == end) {
      return Arrays.copyOfRange(line, run, end);
    }
    byte[] decoded = new byte[end - run]; // an escape is never shorter than what it stands for
    int out = 0;
    while (true) {
      System.arraycopy(line, run, decoded, out, in - run);
      out += in - run;
      if (in == end) {
        return out == decoded.length ? decoded : Arrays.copyOf(decoded, out);
      }
      if (line[in + 1] != 'u') {
        decoded[out++] = escaped(line[in + 1]);
        in += 2;
      } else {
        char unit = unit(line, in);
        in += 6;
        String character = String.valueOf(unit);
        if (Character.isHighSurrogate(unit)) {
          character += unit(line, in);
          in += 6;
        }
        byte[] utf8 = character.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, decoded, out, utf8.length);
        out += utf8.length;
      }
      run = in;
      in = ByteScan.indexOf(line, run, end, (byte) '\\');
    }
  }

  /** The number of bytes that {@link #decodeString} gives. */
  static int decodedBytes(byte[] line, int from, int to) {
    int end = to - 1;
    int bytes = end - (from + 1);
    int in = ByteScan.indexOf(line, from + 1, end, (byte) '\\');
    while (in < end) {
      int escape = 2;
      int decoded = 1;
      if (line[in + 1] == 'u') {
        char unit = unit(line, in);
        boolean isPair = Character.isHighSurrogate(unit);
        escape = isPair ? 12 : 6;
        decoded = isPair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      }
      bytes -= escape - decoded;
      in = ByteScan.indexOf(line, in + escape, end, (byte) '\\');
    }
    return bytes;
  }

  private static char unit(byte[] line, int escape) {
    int unit = 0;
    for (int i = escape + 2; i < escape + 6; i++) {
      unit = unit << 4 | Character.digit(line[i], 16);
    }
    return (char) unit;
  }

  private static byte escaped(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }
}
