package org.gqvae.model.baseline;

import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/** Words end to end with their counts: what trainers go through again and again. */
final class PackedWords {
  private final byte[] text; // eight bytes longer than the words: whole longs are read from it
  private final int[] offsets; // (words + 1)
  private final long[] counts; // (words)

  PackedWords(List<WordCounts.Entry> words) {
    offsets = new int[words.size() + 1];
    counts = new long[words.size()];
    for (int w = 0; w < counts.length; w++) {
      WordCounts.Entry entry = words.get(w);
      offsets[w + 1] = Math.addExact(offsets[w], entry.word().length());
      counts[w] = entry.count();
    }
    text = new byte[Math.addExact(offsets[counts.length], Long.BYTES)];
    for (int w = 0; w < counts.length; w++) {
      words.get(w).word().copyTo(text, offsets[w]);
    }
  }

  /** The number of words. */
  int size() {
    return counts.length;
  }

  /** All words' bytes; not to be changed. */
  byte[] text() {
    return text;
  }

  /** Where word {@code w} begins in the text. */
  int start(int w) {
    return offsets[w];
  }

  /** Where word {@code w} ends in the text. */
  int end(int w) {
    return offsets[w + 1];
  }

  /** How often word {@code w} occurs. */
  long count(int w) {
    return counts[w];
  }

  Word word(int w) {
    return Word.of(text, start(w), end(w));
  }
}
