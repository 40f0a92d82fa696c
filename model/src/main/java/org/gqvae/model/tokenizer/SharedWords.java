package org.gqvae.model.tokenizer;

import org.gqvae.model.text.Word;

/**
 * Words with their ids: those put in, and a number of learned ones at most. All threads of a JVM
 * share them, each through a {@link WordTable} of its own; reading takes no lock.
 *
 * <p>A word takes 48 to 96 bytes, and 4 to 8 more for each of its ids where these are three or
 * more.
 */
public final class SharedWords {
  private final int maxLearnedWords;
  private volatile WordSnapshot snapshot = WordSnapshot.empty();
  private volatile int learnedWords;

  /**
   * @param maxLearnedWords how many words are kept beside those put in
   */
  public SharedWords(int maxLearnedWords) {
    if (maxLearnedWords < 0) {
      throw new IllegalArgumentException(
          "Invalid maximum of learned words: " + maxLearnedWords + ", expected >= 0");
    }
    this.maxLearnedWords = maxLearnedWords;
  }

  /**
   * Bytes on the heap of so many words; those of three ids and more take a few more.
   *
   * @throws IllegalStateException when there are more than it takes
   */
  public static long heapBytes(int words) {
    return WordSnapshot.bytes(words);
  }

  /**
   * Puts a word in with its ids, which must be those that an encoder would give it.
   *
   * @throws IllegalArgumentException if the word is there, or there are not 1 to 16 ids
   */
  public synchronized void put(Word word, int[] ids) {
    if (snapshot.find(word) != WordSnapshot.ABSENT) {
      throw new IllegalArgumentException("Word put in twice: " + word);
    }
    add(word, ids, false);
  }

  /** Keeps a word with the ids that an encoder gave it, if it is new and there is room. */
  void learn(Word word, int[] ids) {
    if (room() > 0) { // or else without waiting
      learnNow(word, ids);
    }
  }

  /** How many more words can be learned. */
  int room() {
    return maxLearnedWords - learnedWords;
  }

  /** The words that are there, and perhaps some of those that come later. */
  WordSnapshot snapshot() {
    return snapshot;
  }

  private synchronized void learnNow(Word word, int[] ids) {
    if (room() > 0 && snapshot.find(word) == WordSnapshot.ABSENT) {
      add(word, ids, true);
      learnedWords = learnedWords + 1;
    }
  }

  private void add(Word word, int[] ids, boolean learned) {
    if (ids.length < 1 || ids.length > word.length()) {
      throw new IllegalArgumentException(
          "Invalid encoding of '"
              + word
              + "': "
              + ids.length
              + " ids for "
              + word.length()
              + " bytes");
    }
    if (!snapshot.hasRoomFor(ids)) {
      snapshot = snapshot.grownFor(ids);
    }
    snapshot.add(word, ids, learned);
  }
}
