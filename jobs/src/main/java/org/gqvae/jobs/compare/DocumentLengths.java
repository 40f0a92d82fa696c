package org.gqvae.jobs.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.model.statistics.Histogram;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordMap;

/**
 * The lengths of documents, in the order of the corpus: in bytes, then in the tokens of each
 * encoding of their words.
 *
 * @param lengths (1 + encodings, documents)
 */
record DocumentLengths(int[][] lengths) {

  /**
   * Measures the documents of a corpus: a task for each split, which looks its words up.
   *
   * @param places of the distinct words
   * @param tokens (encodings, distinct words) the number of tokens of each word
   */
  static DocumentLengths measure(
      CorpusSpec corpus,
      List<Split> splits,
      WordMap places,
      byte[][] tokens,
      JavaSparkContext context,
      SerializableConfiguration hadoop) {
    Broadcast<WordMap> placesOfAll = context.broadcast(places);
    Broadcast<byte[][]> tokensOfAll = context.broadcast(tokens);
    try {
      List<int[][]> found =
          context
              .parallelize(splits, splits.size())
              .map(new Measure(corpus, placesOfAll, tokensOfAll, hadoop))
              .collect();
      int[][] lengths = new int[1 + tokens.length][];
      for (int m = 0; m < lengths.length; m++) {
        int measure = m;
        lengths[m] = found.stream().flatMapToInt(split -> IntStream.of(split[measure])).toArray();
      }
      return new DocumentLengths(lengths);
    } finally {
      placesOfAll.destroy();
      tokensOfAll.destroy();
    }
  }

  /** How many documents have how many tokens of an encoding. */
  Histogram tokens(int encoding) {
    Map<Long, Long> documents = new TreeMap<>();
    for (int tokens : lengths[1 + encoding]) {
      documents.merge((long) tokens, 1L, Long::sum);
    }
    return Histogram.of(documents);
  }

  /** Documents of no bytes. */
  long empty() {
    return IntStream.of(lengths[0]).filter(bytes -> bytes == 0).count();
  }

  /** A split to (1 + encodings, documents). */
  private record Measure(
      CorpusSpec corpus,
      Broadcast<WordMap> places,
      Broadcast<byte[][]> tokens,
      SerializableConfiguration hadoop)
      implements Function<Split, int[][]> {
    @Override
    public int[][] call(Split split) {
      byte[][] tokensByWord = tokens.value();
      IntStream.Builder[] lengths = new IntStream.Builder[1 + tokensByWord.length];
      for (int m = 0; m < lengths.length; m++) {
        lengths[m] = IntStream.builder();
      }
      int[] sums = new int[tokensByWord.length];
      try (CorpusReader records = CorpusReader.open(split, corpus, hadoop.value())) {
        while (records.hasNext()) {
          if (records.next() instanceof Document document) {
            byte[] text = document.text();
            Arrays.fill(sums, 0);
            PreTokenizer.GPT2.split(
                text, 0, text.length, (bytes, from, to) -> add(bytes, from, to, sums));
            lengths[0].add(text.length);
            for (int m = 0; m < sums.length; m++) {
              lengths[1 + m].add(sums[m]);
            }
          }
        }
      }
      int[][] arrays = new int[lengths.length][];
      for (int m = 0; m < arrays.length; m++) {
        arrays[m] = lengths[m].build().toArray();
      }
      return arrays;
    }

    private void add(byte[] bytes, int from, int to, int[] sums) {
      long place =
          places.value().get(Word.high(bytes, from, to), Word.low(bytes, from, to), to - from);
      if (place < 0) {
        throw new JobFailedException(
            corpus.input() + " has changed since the run began; start it again");
      }
      byte[][] tokensByWord = tokens.value();
      for (int m = 0; m < sums.length; m++) {
        sums[m] += tokensByWord[m][(int) place];
      }
    }
  }
}
