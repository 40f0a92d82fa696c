package org.gqvae.io.story;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * English word forms by rule. An entry of a word list is {@code base}, with {@code *} where the
 * last letter doubles ({@code stop*}: stopped), followed by {@code |form} for forms that follow no
 * rule.
 */
enum Inflection {
  /** Forms: {@code ""}, {@code "s"}; irregular: {@code singular|plural}. */
  NOUN {
    @Override
    Map<String, String> inflect(String base, String stem, String[] irregular) {
      return Map.of("", base, "s", irregular.length > 0 ? irregular[0] : withS(base));
    }
  },

  /** Forms: {@code ""}, {@code "s"}, {@code "ed"}, {@code "ing"}; irregular: {@code base|past}. */
  VERB {
    @Override
    Map<String, String> inflect(String base, String stem, String[] irregular) {
      String past = irregular.length > 0 ? irregular[0] : withEnding(stem, "ed");
      return Map.of("", base, "s", withS(base), "ed", past, "ing", withIng(stem));
    }
  },

  /**
   * Forms: {@code ""}, {@code "er"}, {@code "est"}; irregular: {@code
   * base|comparative|superlative}.
   */
  ADJECTIVE {
    @Override
    Map<String, String> inflect(String base, String stem, String[] irregular) {
      boolean regular = irregular.length < 2;
      return Map.of(
          "",
          base,
          "er",
          regular ? withEnding(stem, "er") : irregular[0],
          "est",
          regular ? withEnding(stem, "est") : irregular[1]);
    }
  },

  /** Form: {@code ""}. */
  NONE {
    @Override
    Map<String, String> inflect(String base, String stem, String[] irregular) {
      return Map.of("", base);
    }
  };

  private static final Set<Character> VOWELS = Set.of('a', 'e', 'i', 'o', 'u');

  abstract Map<String, String> inflect(String base, String stem, String[] irregular);

  /** The forms of a list's entry by their names; the base form's is empty. */
  Map<String, String> forms(String entry) {
    String[] parts = entry.split("\\|", -1);
    boolean doubles = parts[0].endsWith("*");
    String base = doubles ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
    String stem = doubles ? base + base.charAt(base.length() - 1) : base;
    return inflect(base, stem, Arrays.copyOfRange(parts, 1, parts.length));
  }

  private static String withS(String word) {
    if (endsWithConsonantAndY(word)) {
      return word.substring(0, word.length() - 1) + "ies";
    }
    boolean hisses =
        word.endsWith("s")
            || word.endsWith("x")
            || word.endsWith("z")
            || word.endsWith("ch")
            || word.endsWith("sh");
    return word + (hisses ? "es" : "s");
  }

  /** With an ending that begins with e: baked, tried, taller. */
  private static String withEnding(String stem, String ending) {
    if (stem.endsWith("e")) {
      return stem + ending.substring(1);
    }
    if (endsWithConsonantAndY(stem)) {
      return stem.substring(0, stem.length() - 1) + "i" + ending;
    }
    return stem + ending;
  }

  private static String withIng(String stem) {
    String start = stem.substring(0, stem.length() - 1);
    if (stem.endsWith("ie")) {
      return stem.substring(0, stem.length() - 2) + "ying";
    }
    boolean silentE = stem.endsWith("e") && !stem.endsWith("ee") && !stem.endsWith("oe");
    return (silentE ? start : stem) + "ing";
  }

  private static boolean endsWithConsonantAndY(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.endsWith("y")
        && lower.length() > 1
        && !VOWELS.contains(lower.charAt(lower.length() - 2));
  }
}
