package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.gqvae.model.text.PreTokenizer.CL100K;
import static org.gqvae.model.text.PreTokenizer.GPT2;
import static org.gqvae.model.text.PreTokenizer.O200K;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gqvae.testing.PublishedPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
    assertThat(strings(GPT2, text)).containsExactly(words.split("\\|"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "He's 30,  OK>He|'s| |30|,| | OK",
        "WE'LL We'Ve I'M>WE|'LL| We|'Ve| I|'M",
        "it'ſ 'ſo 'Kelvin>it|'ſ| '|ſo| '|Kelvin",
        "'sun 'tis>'s|un| '|tis",
        "12345 67½8>123|45| |67½|8",
        "(foo)-bar\tbaz>(foo|)-|bar|\tbaz",
        "a   b>a|  | b",
        "a  !>a| | !",
        "x\u00a0y \u00a01>x|\u00a0y| |\u00a0|1",
        "e\u0301t\u0301>e|\u0301t|\u0301",
        "日本語。日本>日本語|。日本",
        "a/b//\tc>a|/b|//|\tc",
      })
  void splitsAsCl100kDoes(String text, String words) {
    assertThat(strings(CL100K, text)).containsExactly(words.split("\\|"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "He's 30,  OK>He's| |30|,| | OK",
        "parseHTML isn't>parse|HTML| isn't",
        "HTMLParser>HTMLParser",
        "WE'LL We'Ve>WE'LL| We'Ve",
        "it'ſo Ok'K>it'ſ|o| Ok|'K",
        "don'txyz 'tis>don't|xyz| '|tis",
        "ǅz ǄZ>ǅz| ǄZ",
        "日本Ab日CdE>日本Ab日|Cd|E",
        "AʰBC>Aʰ|BC",
        "e\u0301t\u0301 \u0301>e\u0301t\u0301| \u0301",
        "!\u0301 !!\u0301a>!\u0301| !!\u0301|a",
        "\u0301AB>\u0301|AB",
        "12345>123|45",
      })
  void splitsAsO200kDoes(String text, String words) {
    assertThat(strings(O200K, text)).containsExactly(words.split("\\|"));
  }

  @Test
  void leavesTheLastOfSeveralSpacesToTheNextWord() {
    assertThat(strings(GPT2, "He's 30,\n\nOK"))
        .containsExactly("He", "'s", " 30", ",", "\n", "\n", "OK");
    assertThat(strings(GPT2, "a\n\n b")).containsExactly("a", "\n\n", " b");
    assertThat(strings(GPT2, "a \n\nb")).containsExactly("a", " \n", "\n", "b");
    assertThat(strings(GPT2, "a\u3000b")).containsExactly("a", "\u3000", "b");
    assertThat(strings(GPT2, "a\u3000 \u3000b")).containsExactly("a", "\u3000 ", "\u3000", "b");
    assertThat(strings(GPT2, "\u00a0\u00a0")).containsExactly("\u00a0\u00a0");
  }

  @ParameterizedTest
  @EnumSource(
      value = PreTokenizer.class,
      names = {"CL100K", "O200K"})
  void endsWordsAtLineEnds(PreTokenizer preTokenizer) {
    assertThat(strings(preTokenizer, "30,\r\n\nOK")).containsExactly("30", ",\r\n\n", "OK");
    assertThat(strings(preTokenizer, "a\n\n b")).containsExactly("a", "\n\n", " b");
    assertThat(strings(preTokenizer, "a \n \n  b")).containsExactly("a", " \n \n", " ", " b");
    assertThat(strings(preTokenizer, "a \n \t")).containsExactly("a", " \n", " \t");
    assertThat(strings(preTokenizer, "\r\u3000b")).containsExactly("\r", "\u3000b");
  }

  @Test
  void takesSlashesWithTheLineEndsOfO200k() {
    assertThat(strings(O200K, "a;\n//\n/b")).containsExactly("a", ";\n//\n/", "b");
    assertThat(strings(CL100K, "a;\n//\n/b")).containsExactly("a", ";\n", "//\n", "/b");
  }

  @Test
  void cutsLongWordsAtUnitBorders() {
    for (PreTokenizer each : PreTokenizer.values()) {
      assertThat(strings(each, " Donaudampfschiffahrt"))
          .containsExactly(" Donaudampfschif", "fahrt");
      assertThat(strings(each, "é".repeat(9))).containsExactly("é".repeat(8), "é");
      assertThat(strings(each, "日".repeat(7))).containsExactly("日".repeat(5), "日".repeat(2));
      assertThat(strings(each, " 😀😀😀😀")).containsExactly(" 😀😀😀", "😀");
      assertThat(strings(each, " ".repeat(34) + "a"))
          .containsExactly(" ".repeat(16), " ".repeat(16), " ", " a");
      assertThat(strings(each, " ".repeat(33) + "a"))
          .containsExactly(" ".repeat(16), " ".repeat(16), " a");
    }
  }

  @Test
  void findsNoContractionWithinALongWord() {
    assertThat(strings(GPT2, "'".repeat(17) + "s")).containsExactly("'".repeat(16), "'", "s");
  }

  @ParameterizedTest
  @EnumSource
  void takesAMalformedByteAsOneOther(PreTokenizer preTokenizer) {
    byte[] text = {'a', (byte) 0xC3, '!', ' ', (byte) 0xFF, '1'};
    assertThat(ends(preTokenizer, text, 0, text.length)).containsExactly(1, 3, 5, 6);
  }

  @ParameterizedTest
  @EnumSource
  void readsOnlyItsRange(PreTokenizer preTokenizer) {
    byte[] text = "xx 日本'sy".getBytes(UTF_8);
    assertThat(ends(preTokenizer, text, 2, 9)).containsExactly(9);
    assertThat(ends(preTokenizer, text, 2, 8)).containsExactly(6, 8);
    assertThat(ends(preTokenizer, text, 2, 2)).isEmpty();
    assertThat(ends(preTokenizer, text, 9, 10)).containsExactly(10);
  }

  @ParameterizedTest
  @EnumSource
  void classesEveryCodePointAsTheRegexDoes(PreTokenizer preTokenizer) {
    StringBuilder text = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        String symbol = Character.toString(codePoint);
        for (String before : List.of("a", "A", "1 ", "!", "\u0301\n", "b'", "B'l", "  ")) {
          text.append(before).append(symbol);
        }
        text.append(symbol).append("A");
      }
    }
    assertSplitsAsTheRegexDoes(preTokenizer, text.toString().getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheRegexOnRandomText(PreTokenizer preTokenizer) {
    Random random = RandomText.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] text = RandomText.text(random, random.nextInt(40)).getBytes(UTF_8);
      assertSplitsAsTheRegexDoes(preTokenizer, text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheRegexOnAllShortTextsOfEveryClass(PreTokenizer preTokenizer) {
    String[] units = {"a", "A", "日", "\u0301", "1", " ", "\n", "\u3000", "'", "s", "/", "."};
    int texts = (int) Math.pow(units.length, 5);
    for (int i = 0; i < texts; i++) {
      StringBuilder text = new StringBuilder();
      for (int rest = i; rest > 0; rest /= units.length) {
        text.append(units[rest % units.length]);
      }
      assertSplitsAsTheRegexDoes(preTokenizer, text.toString().getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheRegexOnEveryByteBehindLettersOfEveryNumber(PreTokenizer preTokenizer) {
    for (String letter : List.of("azAZ", "a", "A")) {
      for (String before : List.of("", " ", "A", " A")) {
        for (int letters = 0; letters <= 2 * Word.MAX_BYTES; letters++) {
          String run = before + letter.repeat(letters).substring(0, letters);
          byte[] text = (run + "?sé of the end").getBytes(UTF_8);
          for (int value = 0; value < 256; value++) {
            text[run.length()] = (byte) value;
            assertSplitsAsTheRegexDoes(preTokenizer, text);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheRegexOnDamagedText(PreTokenizer preTokenizer) {
    Random random = RandomText.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] text = RandomText.text(random, random.nextInt(40)).getBytes(UTF_8);
      assertSplitsAsTheRegexDoes(preTokenizer, RandomText.damaged(random, text));
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheRegexOnRandomBytes(PreTokenizer preTokenizer) {
    Random random = RandomText.random();
    for (int i = 0; i < 5_000; i++) {
      byte[] text = new byte[random.nextInt(200)];
      random.nextBytes(text);
      assertSplitsAsTheRegexDoes(preTokenizer, text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheRegexOnRealText(PreTokenizer preTokenizer) {
    for (Path file : Corpora.clean()) {
      assertSplitsAsTheRegexDoes(preTokenizer, Corpora.read(file));
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheRegexOnHostileFiles(PreTokenizer preTokenizer) {
    for (Path file : Corpora.hostile()) {
      assertSplitsAsTheRegexDoes(preTokenizer, Corpora.read(file));
    }
  }

  @Test
  void agreesWithThePossessiveFormOfCl100kButForWhiteSpaceAtTheEnd() {
    Random random = RandomText.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] text = (RandomText.text(random, random.nextInt(40)) + '.').getBytes(UTF_8);
      assertSplitsAsTheRegexDoes(CL100K, PublishedPattern.CL100K_POSSESSIVE, text);
    }
    assertThat(strings(CL100K, "a \n ")).containsExactly("a", " \n", " ");
    assertThat(PublishedPattern.CL100K_POSSESSIVE.wordEnds("a \n ".chars().toArray()))
        .containsExactly(1, 4);
  }

  @ParameterizedTest
  @MethodSource("longUnits")
  void handlesAWordOfManyMegabytes(PreTokenizer preTokenizer, String unit) {
    byte[] text = unit.repeat(20_000_000 / unit.getBytes(UTF_8).length).getBytes(UTF_8);
    assertThat(splitBytes(preTokenizer, text)).isEqualTo(text.length);
  }

  static Stream<Arguments> longUnits() {
    return ofEach(
        "a", "A", "7", "'", " ", "\n", "é", "日", "\u0301", "\u3000", "😀", "\0", " \n", "日A");
  }

  @ParameterizedTest
  @MethodSource("malformedBytes")
  void handlesMegabytesOfMalformedBytes(PreTokenizer preTokenizer, byte value) {
    byte[] text = new byte[20_000_000];
    Arrays.fill(text, value);
    assertThat(splitBytes(preTokenizer, text)).isEqualTo(text.length);
  }

  static Stream<Arguments> malformedBytes() {
    return ofEach((byte) 0x80, (byte) 0xC3, (byte) 0xE2, (byte) 0xF0, (byte) 0xFF);
  }

  private static Stream<Arguments> ofEach(Object... values) {
    return Arrays.stream(PreTokenizer.values())
        .flatMap(each -> Arrays.stream(values).map(value -> Arguments.of(each, value)));
  }

  private static long splitBytes(PreTokenizer preTokenizer, byte[] text) {
    long[] sum = new long[1];
    preTokenizer.split(text, 0, text.length, (bytes, from, to) -> sum[0] += to - from);
    return sum[0];
  }

  private static List<String> strings(PreTokenizer preTokenizer, String text) {
    List<String> words = new ArrayList<>();
    byte[] bytes = text.getBytes(UTF_8);
    preTokenizer.split(
        bytes, 0, bytes.length, (b, from, to) -> words.add(new String(b, from, to - from, UTF_8)));
    return words;
  }

  /** Where the words end, each beginning where the one before ends. */
  private static int[] ends(PreTokenizer preTokenizer, byte[] text, int from, int to) {
    Ends ends = new Ends(from);
    preTokenizer.split(
        text,
        from,
        to,
        (bytes, wordFrom, wordTo) -> {
          assertThat(bytes).isSameAs(text);
          ends.add(wordFrom, wordTo);
        });
    return ends.toArray();
  }

  private static void assertSplitsAsTheRegexDoes(PreTokenizer preTokenizer, byte[] text) {
    assertSplitsAsTheRegexDoes(preTokenizer, PublishedPattern.valueOf(preTokenizer.name()), text);
  }

  private static void assertSplitsAsTheRegexDoes(
      PreTokenizer preTokenizer, PublishedPattern pattern, byte[] text) {
    int[] actual = ends(preTokenizer, text, 0, text.length);
    int[] expected = regexEnds(pattern, text);
    if (!Arrays.equals(actual, expected)) {
      int word = Arrays.mismatch(actual, expected);
      int from = word == 0 ? 0 : expected[word - 1];
      int to = Math.min(word + 8, Math.min(actual.length, expected.length));
      assertThat(Arrays.copyOfRange(actual, word, to))
          .as("words from byte %d of: %s", from, excerpt(text, from))
          .isEqualTo(Arrays.copyOfRange(expected, word, to));
    }
    assertThat(text.length == 0 || actual[actual.length - 1] == text.length).isTrue();
  }

  /** The same by the regular expression over the text's units. */
  private static int[] regexEnds(PublishedPattern pattern, byte[] text) {
    int[] units = new int[text.length];
    int[] offsets = new int[text.length + 1]; // where each unit begins in the text
    int size = 0;
    for (int at = 0; at < text.length; at = offsets[size]) {
      int codePoint = Utf8.codePoint(text, at, text.length);
      units[size++] = codePoint < 0 ? PublishedPattern.MALFORMED : codePoint;
      offsets[size] = at + Utf8.unitLength(text, at, text.length);
    }
    Ends ends = new Ends(0);
    int unit = 0;
    for (int wordEnd : pattern.wordEnds(Arrays.copyOf(units, size))) {
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
