package org.gqvae.model.vocabulary;

import java.io.Serializable;
import org.gqvae.model.text.Word;

/**
 * Reads segments off the gates of a word: one ends wherever a gate's logit is over the threshold,
 * at the word's end, and where it is as long as a token can be.
 *
 * @param threshold in nats; the paper's is 0, a probability of one half
 * @param tokenBytes K, the longest segment
 */
public record GateReading(double threshold, int tokenBytes) implements Serializable {

  /** Receives a segment and where in the word it ends. */
  @FunctionalInterface
  public interface SegmentConsumer {
    void accept(Word segment, int end);
  }

  /**
   * Reads a word from left to right.
   *
   * @param logits the word's gates begin at {@code logits[start]}
   */
  public void read(Word word, float[] logits, int start, SegmentConsumer segments) {
    byte[] bytes = word.toBytes();
    int from = 0;
    for (int to = 1; to <= bytes.length; to++) {
      if (to == bytes.length || to - from == tokenBytes || logits[start + to - 1] > threshold) {
        segments.accept(Word.of(bytes, from, to), to);
        from = to;
      }
    }
  }
}
