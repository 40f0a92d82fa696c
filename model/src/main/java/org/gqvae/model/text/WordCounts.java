package org.gqvae.model.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Distinct words with the number of times that each occurs. Not thread-safe. */
public final class WordCounts implements Serializable {
  /** On the heap: an entry, its word, and its place in a list. */
  private static final int ENTRY_BYTES = 60;

  private final WordMap counts = new WordMap();
  private long total;

  /**
   * A word and how often it occurs.
   *
   * @param count at least 1
   */
  public record Entry(Word word, long count) implements Serializable {
    public Entry {
      checkCount(count);
    }
  }

  /** Bytes on the heap of the counts of so many words, and of their list once they are sorted. */
  public static long heapBytes(int words) {
    return WordMap.bytes(words) + (long) ENTRY_BYTES * words;
  }

  /**
   * Counts {@code count} more occurrences of the word.
   *
   * @throws IllegalArgumentException if the count is below 1
   * @throws ArithmeticException if a word's count reaches 2^58
   */
  public void add(Word word, long count) {
    checkCount(count);
    counts.add(word.high(), word.low(), word.length(), count);
    total = Math.addExact(total, count);
  }

  /** Counts the words that a pre-tokenizer cuts {@code text[from..to)} into. */
  public void addText(PreTokenizer preTokenizer, byte[] text, int from, int to) {
    preTokenizer.split(text, from, to, this::addWord);
  }

  /** The number of distinct words. */
  public int distinctWords() {
    return counts.size();
  }

  /** The number of words, each as often as it occurs. */
  public long totalWords() {
    return total;
  }

  /** All words with their counts, in byte order. */
  public List<Entry> sorted() {
    List<Entry> entries = new ArrayList<>(distinctWords());
    counts.forEach((word, count) -> entries.add(new Entry(word, count)));
    entries.sort(Comparator.comparing(Entry::word));
    return entries;
  }

  private void addWord(byte[] bytes, int from, int to) {
    counts.add(Word.high(bytes, from, to), Word.low(bytes, from, to), to - from, 1);
    total++;
  }

  private static void checkCount(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("Invalid word count: " + count + ", expected >= 1");
    }
  }
}
