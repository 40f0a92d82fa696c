package org.gqvae.model.training;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gqvae.model.text.Word;

/**
 * Of the words that a network was shown, those that it reconstructs worst: with the most nats a
 * byte, ties in byte order. Merging two is the same as showing one the words of both, in any order.
 */
public final class WorstWords implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Comparator<Seen> WORST_FIRST =
      Comparator.comparingDouble(Seen::natsPerByte).reversed().thenComparing(Seen::word);

  private final int capacity;
  private final Map<Word, Seen> words = new HashMap<>();

  /**
   * A word as a network sees it.
   *
   * @param count how often it was drawn
   * @param natsPerByte reconstruction loss where its tokens end / its bytes
   * @param segments what the gates cut it into
   * @param decoded what the code of each segment says; empty before there are codes
   */
  public record Seen(
      Word word, long count, double natsPerByte, List<Word> segments, List<Word> decoded)
      implements Serializable {
    public Seen {
      segments = List.copyOf(segments);
      decoded = List.copyOf(decoded);
    }

    /** The same word drawn by another worker, too; its loss may differ in the last bits. */
    private Seen and(Seen other) {
      Seen worse = other.natsPerByte > natsPerByte ? other : this;
      return new Seen(word, count + other.count, worse.natsPerByte, worse.segments, worse.decoded);
    }
  }

  WorstWords(int capacity) {
    this.capacity = capacity;
  }

  void add(Seen seen) {
    words.merge(seen.word(), seen, Seen::and);
    if (words.size() > capacity) {
      words.remove(words.values().stream().max(WORST_FIRST).orElseThrow().word());
    }
  }

  void merge(WorstWords other) {
    other.words.values().forEach(this::add);
  }

  /** The words, the worst first. */
  public List<Seen> worstFirst() {
    return words.values().stream().sorted(WORST_FIRST).toList();
  }
}
