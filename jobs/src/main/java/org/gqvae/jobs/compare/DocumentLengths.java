package org.gqvae.jobs.compare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
import org.gqvae.jobs.spark.SplitTasks;
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
   * The distinct words of the documents as a pre-tokenizer cuts them, and what is made of them.
   *
   * @param places of the distinct words
   * @param tokens (distinct words) the number of tokens of each word, by each encoding of them
   */
  record CutWords(PreTokenizer preTokenizer, WordMap places, SortedMap<Integer, byte[]> tokens)
      implements Serializable {}

  /**
   * Measures the documents of a corpus: a task for each split, which looks its words up.
   *
   * @param cuts each encoding is in one of them
   */
  static DocumentLengths measure(
      CorpusSpec corpus,
      List<Split> splits,
      List<CutWords> cuts,
      JavaSparkContext context,
      SerializableConfiguration hadoop) {
    int encodings = cuts.stream().mapToInt(cut -> cut.tokens().size()).sum();
    Broadcast<List<CutWords>> cutsOfAll = context.broadcast(new ArrayList<>(cuts));
    try {
      List<int[][]> found =
          SplitTasks.of(splits, context)
              .map(new Measure(corpus, cutsOfAll, encodings, hadoop))
              .collect();
      int[][] lengths = new int[1 + encodings][];
      for (int m = 0; m < lengths.length; m++) {
        int measure = m;
        lengths[m] = found.stream().flatMapToInt(split -> IntStream.of(split[measure])).toArray();
      }
      return new DocumentLengths(lengths);
    } finally {
      cutsOfAll.destroy();
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
      Broadcast<List<CutWords>> cuts,
      int encodings,
      SerializableConfiguration hadoop)
      implements Function<Split, int[][]> {
    @Override
    public int[][] call(Split split) {
      IntStream.Builder[] lengths = new IntStream.Builder[1 + encodings];
      for (int m = 0; m < lengths.length; m++) {
        lengths[m] = IntStream.builder();
      }
      int[] sums = new int[encodings];
      try (CorpusReader records = CorpusReader.open(split, corpus, hadoop.value())) {
        while (records.hasNext()) {
          if (records.next() instanceof Document document) {
            byte[] text = document.text();
            Arrays.fill(sums, 0);
            cuts.value().forEach(cut -> measure(text, cut, sums));
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

    /** Adds the tokens of a text, by each encoding of the cut. */
    private void measure(byte[] text, CutWords cut, int[] sums) {
      int[] encodings = cut.tokens().keySet().stream().mapToInt(Integer::intValue).toArray();
      byte[][] tokens = cut.tokens().values().toArray(byte[][]::new);
      cut.preTokenizer()
          .split(
              text,
              0,
              text.length,
              (bytes, from, to) -> {
                int place = place(bytes, from, to, cut.places());
                for (int i = 0; i < encodings.length; i++) {
                  sums[encodings[i]] += tokens[i][place];
                }
              });
    }

    private int place(byte[] bytes, int from, int to, WordMap places) {
      long place = places.get(Word.high(bytes, from, to), Word.low(bytes, from, to), to - from);
      if (place < 0) {
        throw new JobFailedException(
            corpus.input() + " has changed since the run began; start it again");
      }
      return (int) place;
    }
  }
}
