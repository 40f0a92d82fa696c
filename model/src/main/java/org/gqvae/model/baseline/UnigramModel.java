package org.gqvae.model.baseline;

import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Tokens with probabilities: a word is as probable as all its segmentations together, a
 * segmentation as the product of its tokens (Kudo 2018).
 */
final class UnigramModel {
  private static final double FIXED_POINT = 0x1p32;

  private final Vocabulary vocabulary;
  private final double[] probabilities; // (tokens)  by id; their sum may be below 1

  // Of the word at hand, whose prefixes end and suffixes begin at 0..length.
  private final double[] prefixes = new double[Word.MAX_BYTES + 1]; // their probabilities
  private final double[] suffixes = new double[Word.MAX_BYTES + 1];
  private final int[][] ids = new int[Word.MAX_BYTES][Word.MAX_BYTES + 1]; // of [from..to), or -1

  /**
   * @param probabilities (tokens) by id, each over 2^-63, so that a product of 16 is a double
   */
  UnigramModel(Vocabulary vocabulary, double[] probabilities) {
    if (probabilities.length != vocabulary.ordinaryIds()) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities, expected "
              + vocabulary.ordinaryIds()
              + ", one a token");
    }
    this.vocabulary = vocabulary;
    this.probabilities = probabilities.clone();
  }

  /**
   * What the model expects of words.
   *
   * @param uses (tokens) how often each token is used, over all segmentations by their
   *     probabilities, in running words
   * @param logLikelihood of the running words, in nats
   */
  record Expectation(double[] uses, double logLikelihood) {}

  Vocabulary vocabulary() {
    return vocabulary;
  }

  double probability(int id) {
    return probabilities[id];
  }

  /** (tokens) {@code round(2^32 ln p)}. */
  TokenScores scores() {
    long[] scores = new long[probabilities.length];
    for (int id = 0; id < scores.length; id++) {
      scores[id] = Math.round(FIXED_POINT * StrictMath.log(probabilities[id]));
    }
    return TokenScores.of(scores);
  }

  /** The step of expectation, by forward and backward sums over each word's segmentations. */
  Expectation expect(PackedWords words) {
    double[] uses = new double[probabilities.length];
    double logLikelihood = 0;
    int longest = vocabulary.maxTokenBytes();
    for (int w = 0; w < words.size(); w++) {
      int length = words.end(w) - words.start(w);
      forward(words, w, length, longest);
      backward(length, longest);
      double scale = words.count(w) / prefixes[length];
      for (int from = 0; from < length; from++) {
        for (int to = from + 1; to <= Math.min(length, from + longest); to++) {
          int id = ids[from][to];
          if (id >= 0) {
            uses[id] += scale * prefixes[from] * probabilities[id] * suffixes[to];
          }
        }
      }
      logLikelihood += words.count(w) * StrictMath.log(prefixes[length]);
    }
    return new Expectation(uses, logLikelihood);
  }

  private void forward(PackedWords words, int w, int length, int longest) {
    int start = words.start(w);
    prefixes[0] = 1;
    for (int to = 1; to <= length; to++) {
      double sum = 0;
      for (int from = Math.max(0, to - longest); from < to; from++) {
        int id = vocabulary.idOf(words.text(), start + from, start + to);
        ids[from][to] = id;
        if (id >= 0) {
          sum += prefixes[from] * probabilities[id];
        }
      }
      prefixes[to] = sum;
    }
  }

  private void backward(int length, int longest) {
    suffixes[length] = 1;
    for (int from = length - 1; from >= 0; from--) {
      double sum = 0;
      for (int to = from + 1; to <= Math.min(length, from + longest); to++) {
        int id = ids[from][to];
        if (id >= 0) {
          sum += suffixes[to] * probabilities[id];
        }
      }
      suffixes[from] = sum;
    }
  }
}
