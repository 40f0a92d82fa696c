package org.gqvae.io.export;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.text.CharacterClass;

/** Texts on which two programs are likely to differ where they differ at all. */
final class HardTexts {
  /** Up to where ties abound, and around a word's 16 bytes. */
  private static final int[] RUNS = {1, 2, 3, 4, 5, 6, 7, 15, 16, 17, 18, 31, 32, 33};

  private static final List<String> TEXTS =
      List.of(
          "He's 30,  OK\n\n we'll they've I'm o'clock HE'S don''t 't ''''s",
          "WE'LL It'\u017fo 'Tis Ok'K parseHTML HTMLParser isn't 'sun don'txyz 1234567 12a",
          "a \n \n  b;\r\n\n//\n/c .\n/ d\n \t",
          "e\u0301A\u0301\u0301b !\u0301 !!\u0301a \u0301AB \u65e5Ab\u65e5Cd A\u02b0BC \u01c5z\u01c4Z",
          " leading and trailing ",
          "\t tabs\t\tand \r\n\r\n line ends\n \n\n  a",
          "x\u00b2=4\u00bd \u2167 \u0663\u0664 \u3007 \ud835\udfd8\ud835\udfd9",
          "na\u00efve e\u0301 \u65e5\u672c\u8a9e\u3002 \ud55c\uad6d\uc5b4 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
          "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83c\udde9\ud83c\uddea!\ufe0f",
          "\ufeffBOM \u200b\u00a0\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000a\u0085b\u180e\u001c\u001f",
          "\u0000\u0000\u0000 \u007f \ue000\uffff\ud83f\udfff\udbff\udfff",
          "Donaudampfschifffahrtsgesellschaftskapit\u00e4n aaaaaaaaaaaaaaa\u65e5aaaaaaaaaaaaaa\u00e9",
          "if (x != null) {\n        return \"a\\tb\" + y[0] / 2.5e-3; // ==========\n    }\n",
          "https://example.org/?q=1&r=%20#x user@example.org <a href='#'>&amp;</a> C:\\dir",
          "$1,234.56 +- 7% 1/2 0x1F 1e10 2026-01-01T00:00:00Z");

  private HardTexts() {}

  static List<String> all() {
    List<String> texts = new ArrayList<>(TEXTS);
    for (char symbol = ' '; symbol <= '~'; symbol++) {
      addRuns(Character.toString(symbol), texts);
    }
    for (String symbol :
        List.of("\n", "\t", "\u0000", "\u00e9", "\u00b2", "\u3000", "\u65e5", "\ud83d\ude00")) {
      addRuns(symbol, texts);
    }
    for (CharacterClass each : CharacterClass.values()) {
      each.ranges().forEach(range -> addBorders(range, texts));
    }
    return texts;
  }

  private static void addRuns(String symbol, List<String> texts) {
    for (int length : RUNS) {
      texts.add(symbol.repeat(length));
      texts.add(" " + symbol.repeat(length) + "x");
    }
  }

  /** The code points at both sides of where a range begins and ends. */
  private static void addBorders(CharacterClass.Range range, List<String> texts) {
    for (int codePoint :
        new int[] {range.first() - 1, range.first(), range.last(), range.last() + 1}) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        String symbol = Character.toString(codePoint);
        texts.add("a" + symbol + "1 " + symbol + "Cd");
      }
    }
  }
}
