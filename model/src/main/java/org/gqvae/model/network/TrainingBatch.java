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

  /** 24 bits, which a float holds. */
  private static final long PART = (1 << 24) - 1;

  private TrainingBatch() {}

  /**
   * Features (1, words x T): the bytes of each word, -1 behind its end. Labels (1, words + 2): its
   * count; behind the counts the two parts of the seed. DL4J sees one example, which no
   * distribution of examples can cut.
   *
   * @param counts how many running words each stands for, below 2^24 so that a float holds it
   * @param noiseSeed of what the network draws for the batch; its upper 48 bits are carried
   */
  public static DataSet dataSet(List<Word> words, int[] counts, long noiseSeed) {
    float[] features = new float[words.size() * T];
    float[] labels = new float[words.size() + 2];
    Arrays.fill(features, -1);
    for (int w = 0; w < words.size(); w++) {
      Word word = words.get(w);
      for (int t = 0; t < word.length(); t++) {
        features[w * T + t] = word.byteAt(t) & 0xFF;
      }
      labels[w] = counts[w];
    }
    labels[words.size()] = noiseSeed >>> 40;
    labels[words.size() + 1] = (noiseSeed >>> 16) & PART;
    return new DataSet(
        Nd4j.createFromArray(features).reshape(1, features.length),
        Nd4j.createFromArray(labels).reshape(1, labels.length));
  }

  /** The words of such features and labels. */
  static WordBatch words(INDArray features, INDArray labels) {
    float[] symbols = features.dup('c').data().asFloat();
    float[] counts = labels.dup('c').data().asFloat();
    int size = counts.length - 2;
    List<Word> words = new ArrayList<>(size);
    List<Float> weights = new ArrayList<>(size);
    byte[] bytes = new byte[T];
    for (int w = 0; w < size; w++) {
      int length = 0;
      while (length < T && symbols[w * T + length] >= 0) {
        bytes[length] = (byte) symbols[w * T + length];
        length++;
      }
      words.add(Word.of(bytes, 0, length));
      weights.add(counts[w]);
    }
    long noiseSeed = (long) counts[size] << 40 | (long) counts[size + 1] << 16;
    return WordBatch.of(words, weights, noiseSeed);
  }
}
