package org.gqvae.model.text;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Seeded texts for tests. The seed is printed once and can be set by {@code -Dgqvae.seed=N}. */
public final class RandomText {
  private static final long SEED = Long.getLong("gqvae.seed", 20_251_221L);

  static {
    System.out.println("gqvae.seed=" + SEED);
  }

  private static final String[] SNIPPETS = {
    "'",
    "'s",
    "'t",
    "'re",
    "'ve",
    "'m",
    "'ll",
    "'d",
    "'S",
    "'LL",
    "'rE",
    "'\u017f",
    "'\u0161",
    "\u017f",
    "\u212a",
    "''",
    " '",
    "'r",
    "'v",
    "'l",
    "don't",
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    " \n",
    "\n\n ",
    "/",
    "//\n/",
    "\u0085",
    "\u00a0",
    "\u1680",
    "\u2003",
    "\u2028",
    "\u2029",
    "\u202f",
    "\u205f",
    "\u3000",
    "\u180e",
    "\u200b",
    "\ufeff",
    "\u001c",
    "\u001f",
    "\0",
    "a",
    "Z",
    "the",
    "HTML",
    "camelCase",
    " Paris",
    " and",
    "Donaudampfschiffahrt",
    "é",
    "e\u0301",
    "ß",
    "ж",
    "日本",
    "한",
    "ا",
    "ਅ\u0a3c",
    "𝒜",
    "𐐷",
    "ǅ",
    "ʰ",
    "0",
    "42",
    "٣",
    "Ⅷ",
    "½",
    "²",
    "〇",
    "𝟘",
    ".",
    ",",
    "!?",
    "-",
    "_",
    "€",
    "😀",
    "👩\u200d👩\u200d👧",
    "🇩🇪",
    "\u0300",
    "\u20dd",
    "\ue000",
    "\uffff",
    "\u0378",
    "\\",
    "<|endoftext|>"
  };

  private RandomText() {}

  /** A new generator, the same in every test of a run. */
  public static Random random() {
    return new Random(SEED);
  }

  /**
   * Snippets that matter to the pattern, in random order with runs, and some random code points.
   */
  public static String text(Random random, int snippets) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < snippets; i++) {
      String snippet =
          random.nextInt(12) == 0
              ? Character.toString(codePoint(random))
              : SNIPPETS[random.nextInt(SNIPPETS.length)];
      text.append(snippet.repeat(random.nextInt(10) == 0 ? 1 + random.nextInt(30) : 1));
    }
    return text.toString();
  }

  /** Bytes of such a text, some of them changed, left out or doubled; seldom well-formed UTF-8. */
  public static byte[] damaged(Random random, byte[] text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte value : text) {
      switch (random.nextInt(16)) {
        case 0 -> {}
        case 1 -> bytes.write(random.nextInt(256));
        case 2 -> {
          bytes.write(value);
          bytes.write(value);
        }
        default -> bytes.write(value);
      }
    }
    return bytes.toByteArray();
  }

  private static int codePoint(Random random) {
    int codePoint = random.nextInt(random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1);
    return codePoint >= 0xD800 && codePoint <= 0xDFFF ? '\'' : codePoint;
  }
}
