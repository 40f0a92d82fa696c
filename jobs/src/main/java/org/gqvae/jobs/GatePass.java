package org.gqvae.jobs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.vocabulary.GateHistogram;
import org.gqvae.model.vocabulary.GateReading;
import org.gqvae.model.vocabulary.Vocabulary;

/** What executors do with counted words while a tokenizer is distilled. */
final class GatePass {
  /** A segment of a word, the code that ends it or -1, and the word's count. */
  static final StructType SEGMENTS =
      new StructType()
          .add("code", DataTypes.IntegerType, false)
          .add("segment", DataTypes.BinaryType, false)
          .add("count", DataTypes.LongType, false);

  private static final int WORDS_AT_ONCE = 256;
  private static final int NO_CODE = -1;

  private GatePass() {}

  /** Words to one histogram of their gates. */
  record Histogram(GateSource gates)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, GateHistogram> {
    @Override
    public Iterator<GateHistogram> call(Iterator<WordCounts.Entry> words) {
      Function<List<Word>, Encoding> encoder = gates.open();
      GateHistogram histogram = new GateHistogram();
      batches(words)
          .forEach(
              batch -> {
                float[] logits = encoder.apply(words(batch)).gateLogits();
                int start = 0;
                for (WordCounts.Entry entry : batch) {
                  histogram.add(logits, start, entry.word().length(), entry.count());
                  start += entry.word().length();
                }
              });
      return List.of(histogram).iterator();
    }
  }

  /**
   * Words to their segments in each reading of the gates; those of the first reading have codes, if
   * the gates come with any.
   */
  record Segments(GateSource gates, List<GateReading> readings)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, Row> {
    @Override
    public Iterator<Row> call(Iterator<WordCounts.Entry> words) {
      Function<List<Word>, Encoding> encoder = gates.open();
      return batches(words)
          .flatMap(batch -> segments(batch, encoder.apply(words(batch))).stream())
          .iterator();
    }

    private List<Row> segments(List<WordCounts.Entry> batch, Encoding encoding) {
      List<Row> rows = new ArrayList<>();
      int begin = 0;
      for (WordCounts.Entry entry : batch) {
        int start = begin;
        for (int i = 0; i < readings.size(); i++) {
          boolean coded = i == 0 && gates.haveCodes();
          readings
              .get(i)
              .read(
                  entry.word(),
                  encoding.gateLogits(),
                  start,
                  (segment, end) ->
                      rows.add(
                          row(
                              coded ? encoding.codes()[start + end - 1] : NO_CODE,
                              segment,
                              entry.count())));
        }
        begin += entry.word().length();
      }
      return rows;
    }
  }

  /** Words to all their substrings. */
  record Substrings(int mostBytes) implements FlatMapFunction<Iterator<WordCounts.Entry>, Row> {
    @Override
    public Iterator<Row> call(Iterator<WordCounts.Entry> words) {
      return batches(words).flatMap(List::stream).flatMap(this::substrings).iterator();
    }

    private Stream<Row> substrings(WordCounts.Entry entry) {
      byte[] word = entry.word().toBytes();
      List<Row> rows = new ArrayList<>();
      for (int from = 0; from < word.length; from++) {
        for (int to = from + 1; to <= Math.min(word.length, from + mostBytes); to++) {
          rows.add(row(NO_CODE, Word.of(word, from, to), entry.count()));
        }
      }
      return rows.stream();
    }
  }

  /** Words to the number of tokens, by the neural policy, of all running words. */
  record NeuralTokens(
      GqVaeSpec spec, Broadcast<float[]> parameters, int[] codeTokens, Vocabulary vocabulary)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, Long> {
    @Override
    public Iterator<Long> call(Iterator<WordCounts.Entry> words) {
      NeuralEncoder encoder =
          new NeuralEncoder(GqVae.forEncoding(spec, parameters.value()), vocabulary, codeTokens);
      long tokens =
          batches(words)
              .mapToLong(
                  batch -> {
                    List<int[]> ids = encoder.encode(words(batch));
                    long sum = 0;
                    for (int w = 0; w < batch.size(); w++) {
                      sum += batch.get(w).count() * ids.get(w).length;
                    }
                    return sum;
                  })
              .sum();
      return List.of(tokens).iterator();
    }
  }

  private static Row row(int code, Word segment, long count) {
    return RowFactory.create(code, segment.toBytes(), count);
  }

  private static List<Word> words(List<WordCounts.Entry> batch) {
    return batch.stream().map(WordCounts.Entry::word).toList();
  }

  private static Stream<List<WordCounts.Entry>> batches(Iterator<WordCounts.Entry> words) {
    Iterator<List<WordCounts.Entry>> batches =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return words.hasNext();
          }

          @Override
          public List<WordCounts.Entry> next() {
            List<WordCounts.Entry> batch = new ArrayList<>(WORDS_AT_ONCE);
            do {
              batch.add(words.next());
            } while (batch.size() < WORDS_AT_ONCE && words.hasNext());
            return batch;
          }
        };
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, 0), false);
  }
}
