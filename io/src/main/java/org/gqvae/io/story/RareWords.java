package org.gqvae.io.story;

/**
 * Made-up words without a list: the one of rank {@code r}, from 1, is drawn about as often as 1 /
 * r, and its syllables spell the rank, so that the commoner words are the shorter ones.
 */
final class RareWords {
  private static final String CONSONANTS = "bcdfghjklmnpqrstvwxyz";
  private static final String VOWELS = "aeiou";
  private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

  private final long words;

  /**
   * @param words how many
   */
  RareWords(long words) {
    this.words = words;
  }

  boolean isEmpty() {
    return words == 0;
  }

  String draw(StoryRandom random) {
    double rank = StrictMath.exp(random.fraction() * StrictMath.log(words + 1.0));
    return spelled(Math.min((long) rank, words));
  }

  /** A different word for each rank. */
  static String spelled(long rank) {
    StringBuilder word = new StringBuilder();
    for (long left = rank; left > 0; left = (left - 1) / SYLLABLES) {
      int syllable = (int) ((left - 1) % SYLLABLES);
      word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
          .append(VOWELS.charAt(syllable % VOWELS.length()));
    }
    return word.toString();
  }
}
