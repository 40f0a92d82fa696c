package org.gqvae.io.report;

import static j2html.TagCreator.span;
import static j2html.TagCreator.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.text.Utf8;

/**
 * Tokens as people read them: a space is ␣, a line feed ↵, a tab ⇥; characters that print stand for
 * themselves; every other byte, and the backslash, is {@code \xNN}.
 *
 * <pre>{@code
 * TokenText.visible(" the".getBytes(UTF_8));             // ␣the
 * TokenText.visible(new byte[] {'a', (byte) 0xc3});      // a\xc3
 * }</pre>
 */
final class TokenText {
  private TokenText() {}

  /** The literal as visible text; not reversible where it holds ␣, ↵ or ⇥ themselves. */
  static String visible(byte[] literal) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < literal.length) {
      int length = Utf8.unitLength(literal, at, literal.length);
      boolean whole = length > 1 || literal[at] >= 0;
      int codePoint = whole ? new String(literal, at, length, UTF_8).codePointAt(0) : -1;
      switch (codePoint) {
        case ' ' -> text.append('␣');
        case '\n' -> text.append('↵');
        case '\t' -> text.append('⇥');
        default -> {
          if (whole && prints(codePoint)) {
            text.appendCodePoint(codePoint);
          } else {
            for (int i = at; i < at + length; i++) {
              text.append(String.format("\\x%02x", literal[i] & 0xff));
            }
          }
        }
      }
      at += length;
    }
    return text.toString();
  }

  /** Tokens side by side, each in another colour than its neighbours, lines as in the text. */
  static List<DomContent> chips(List<byte[]> tokens) {
    List<DomContent> chips = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      byte[] literal = tokens.get(i);
      chips.add(span(visible(literal)).withClass("token chip-" + i % 4));
      if (literal.length > 0 && literal[literal.length - 1] == '\n') {
        chips.add(text("\n"));
      }
    }
    return chips;
  }

  private static boolean prints(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> codePoint != '\\';
    };
  }
}
