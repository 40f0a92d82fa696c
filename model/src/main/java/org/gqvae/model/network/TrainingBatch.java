package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.text.Word;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A batch of weighted words as DL4J carries it. */
public final class TrainingBatch {
  private static final int T = GqVaeSpec.WORD_BYTES;

  private TrainingBatch() {}

  /**
   * Features (1, words x T): the bytes of each word, -1 behind its end. Labels (1, words): its
   * count. DL4J sees one example, which no distribution of examples can cut.
   *
   * @param counts how many running words each stands for, below 2^24 so that a float holds it
   */
  public static DataSet dataSet(List<Word> words, int[] counts) {
    float[] features = new float[words.size() * T];
    float[] labels = new float[words.size()];
    Arrays.fill(features, -1);
    for (int w = 0; w < words.size(); w++) {
      Word word = words.get(w);
      for (int t = 0; t < word.length(); t++) {
        features[w * T + t] = word.byteAt(t) & 0xFF;
      }
      labels[w] = counts[w];
    }
    return new DataSet(
        Nd4j.createFromArray(features).reshape(1, features.length),
        Nd4j.createFromArray(labels).reshape(1, labels.length));
  }

  /** The words of such features and labels. */
  static WordBatch words(INDArray features, INDArray labels) {
    float[] symbols = features.dup('c').data().asFloat();
    float[] counts = labels.dup('c').data().asFloat();
    List<Word> words = new ArrayList<>(counts.length);
    List<Float> weights = new ArrayList<>(counts.length);
    byte[] bytes = new byte[T];
    for (int w = 0; w < counts.length; w++) {
      int length = 0;
      while (length < T && symbols[w * T + length] >= 0) {
        bytes[length] = (byte) symbols[w * T + length];
        length++;
      }
      words.add(Word.of(bytes, 0, length));
      weights.add(counts[w]);
    }
    return WordBatch.of(words, weights);
  }
}
