package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gqvae.testing.Gpt2Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreTokenizerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "He's 30,  OK>He|'s| 30|,| | OK",
        "we'll they've I'm o'clock>we|'ll| they|'ve| I|'m| o|'|clock",
        "HE'S>HE|'|S",
        "don''t 't>don|''|t| '|t",
        "a   b>a|  | b",
        "a   >a|   ",
        "x²=4½>x|²|=|4½",
        "naïve 日本語。>naïve| 日本語|。",
        "👩‍🚀!>👩‍🚀!",
      })
  void splitsAsGpt2Does(String text, String words) {
    assertThat(strings(text)).containsExactly(words.split("\\|"));
  }

  @Test
  void leavesTheLastOfSeveralSpacesToTheNextWord() {
    assertThat(strings("He's 30,\n\nOK")).containsExactly("He", "'s", " 30", ",", "\n", "\n", "OK");
    assertThat(strings("a\n\n b")).containsExactly("a", "\n\n", " b");
    assertThat(strings("a \n\nb")).containsExactly("a", " \n", "\n", "b");
    assertThat(strings("a\u3000b")).containsExactly("a", "\u3000", "b");
    assertThat(strings("a\u3000 \u3000b")).containsExactly("a", "\u3000 ", "\u3000", "b");
    assertThat(strings("\u00a0\u00a0")).containsExactly("\u00a0\u00a0");
  }

  @Test
  void cutsLongWordsAtUnitBorders() {
    assertThat(strings(" Donaudampfschiffahrt")).containsExactly(" Donaudampfschif", "fahrt");
    assertThat(strings("é".repeat(9))).containsExactly("é".repeat(8), "é");
    assertThat(strings("日".repeat(7))).containsExactly("日".repeat(5), "日".repeat(2));
    assertThat(strings(" 😀😀😀😀")).containsExactly(" 😀😀😀", "😀");
    assertThat(strings(" ".repeat(34) + "a"))
        .containsExactly(" ".repeat(16), " ".repeat(16), " ", " a");
    assertThat(strings(" ".repeat(33) + "a")).containsExactly(" ".repeat(16), " ".repeat(16), " a");
  }

  @Test
  void findsNoContractionWithinALongWord() {
    assertThat(strings("'".repeat(17) + "s")).containsExactly("'".repeat(16), "'", "s");
  }

  @Test
  void takesAMalformedByteAsOneOther() {
    byte[] text = {'a', (byte) 0xC3, '!', ' ', (byte) 0xFF, 'b'};
    assertThat(ends(text, 0, text.length)).containsExactly(1, 3, 5, 6);
  }

  @Test
  void readsOnlyItsRange() {
    byte[] text = "xx 日本yy".getBytes(UTF_8);
    assertThat(ends(text, 2, 9)).containsExactly(9);
    assertThat(ends(text, 2, 8)).containsExactly(6, 8);
    assertThat(ends(text, 2, 2)).isEmpty();
  }

  @Test
  void classesEveryCodePointAsTheRegexDoes() {
    StringBuilder text = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.append('a').appendCodePoint(codePoint).append("1 ").appendCodePoint(codePoint);
      }
    }
    assertSplitsAsTheRegexDoes(text.toString().getBytes(UTF_8));
  }

  @Test
  void agreesWithTheRegexOnRandomText() {
    Random random = RandomText.random();
    for (int i = 0; i < 20_000; i++) {
      assertSplitsAsTheRegexDoes(RandomText.text(random, random.nextInt(40)).getBytes(UTF_8));
    }
  }

  @Test
  void agreesWithTheRegexOnEveryByteBehindLettersOfEveryNumber() {
    for (String space : new String[] {"", " "}) {
      for (int letters = 0; letters <= 2 * Word.MAX_BYTES; letters++) {
        byte[] text =
            (space + "azAZ".repeat(letters).substring(0, letters) + "?é of the end")
                .getBytes(UTF_8);
        for (int value = 0; value < 256; value++) {
          text[space.length() + letters] = (byte) value;
          assertSplitsAsTheRegexDoes(text);
        }
      }
    }
  }

  @Test
  void agreesWithTheRegexOnDamagedText() {
    Random random = RandomText.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] text = RandomText.text(random, random.nextInt(40)).getBytes(UTF_8);
      assertSplitsAsTheRegexDoes(RandomText.damaged(random, text));
    }
  }

  @Test
  void agreesWithTheRegexOnRandomBytes() {
    Random random = RandomText.random();
    for (int i = 0; i < 5_000; i++) {
      byte[] text = new byte[random.nextInt(200)];
      random.nextBytes(text);
      assertSplitsAsTheRegexDoes(text);
    }
  }

  @Test
  void agreesWithTheRegexOnRealText() {
    for (Path file : Corpora.clean()) {
      assertSplitsAsTheRegexDoes(Corpora.read(file));
    }
  }

  @Test
  void agreesWithTheRegexOnHostileFiles() {
    for (Path file : Corpora.hostile()) {
      assertSplitsAsTheRegexDoes(Corpora.read(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "'", " ", "\n", "é", "\u3000", "😀", "\0"})
  void handlesAWordOfManyMegabytes(String unit) {
    byte[] text = unit.repeat(20_000_000 / unit.getBytes(UTF_8).length).getBytes(UTF_8);
    assertThat(splitBytes(text)).isEqualTo(text.length);
  }

  @ParameterizedTest
  @ValueSource(bytes = {(byte) 0x80, (byte) 0xC3, (byte) 0xE2, (byte) 0xF0, (byte) 0xFF})
  void handlesMegabytesOfMalformedBytes(byte value) {
    byte[] text = new byte[20_000_000];
    Arrays.fill(text, value);
    assertThat(splitBytes(text)).isEqualTo(text.length);
  }

  private static long splitBytes(byte[] text) {
    long[] sum = new long[1];
    PreTokenizer.split(text, 0, text.length, (bytes, from, to) -> sum[0] += to - from);
    return sum[0];
  }

  private static List<String> strings(String text) {
    List<String> words = new ArrayList<>();
    byte[] bytes = text.getBytes(UTF_8);
    PreTokenizer.split(
        bytes, 0, bytes.length, (b, from, to) -> words.add(new String(b, from, to - from, UTF_8)));
    return words;
  }

  /** Where the words end, each beginning where the one before ends. */
  private static int[] ends(byte[] text, int from, int to) {
    Ends ends = new Ends(from);
    PreTokenizer.split(
        text,
        from,
        to,
        (bytes, wordFrom, wordTo) -> {
          assertThat(bytes).isSameAs(text);
          ends.add(wordFrom, wordTo);
        });
    return ends.toArray();
  }

  private static void assertSplitsAsTheRegexDoes(byte[] text) {
    int[] actual = ends(text, 0, text.length);
    int[] expected = regexEnds(text);
    if (!Arrays.equals(actual, expected)) {
      int word = Arrays.mismatch(actual, expected);
      int from = word == 0 ? 0 : expected[word - 1];
      assertThat(actual)
          .as("words from byte %d of: %s", from, excerpt(text, from))
          .isEqualTo(expected);
    }
    assertThat(text.length == 0 || actual[actual.length - 1] == text.length).isTrue();
  }

  /** The same by the regular expression over the text's units. */
  private static int[] regexEnds(byte[] text) {
    int[] units = new int[text.length];
    int[] offsets = new int[text.length + 1]; // where each unit begins in the text
    int size = 0;
    for (int at = 0; at < text.length; at = offsets[size]) {
      int codePoint = Utf8.codePoint(text, at, text.length);
      units[size++] = codePoint < 0 ? Gpt2Pattern.MALFORMED : codePoint;
      offsets[size] = at + Utf8.unitLength(text, at, text.length);
    }
    Ends ends = new Ends(0);
    int unit = 0;
    for (int wordEnd : Gpt2Pattern.wordEnds(Arrays.copyOf(units, size))) {
      int piece = offsets[unit];
      for (; unit < wordEnd; unit++) {
        if (offsets[unit + 1] - piece > Word.MAX_BYTES) {
          ends.add(piece, offsets[unit]);
          piece = offsets[unit];
        }
      }
      ends.add(piece, offsets[wordEnd]);
    }
    return ends.toArray();
  }

  private static String excerpt(byte[] text, int from) {
    return Literals.escape(
        Arrays.copyOfRange(text, Math.max(0, from - 8), Math.min(text.length, from + 40)));
  }

  /** Collects words that join without gaps. */
  private static final class Ends {
    private int[] ends = new int[16];
    private int size;
    private int last;

    Ends(int from) {
      last = from;
    }

    void add(int from, int to) {
      if (from != last || to <= from || to - from > Word.MAX_BYTES) {
        throw new AssertionError("word [" + from + ", " + to + ") after " + last);
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
      }
      ends[size++] = to;
      last = to;
    }

    int[] toArray() {
      return Arrays.copyOf(ends, size);
    }
  }
}
