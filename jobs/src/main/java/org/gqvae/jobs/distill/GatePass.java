package org.gqvae.jobs.distill;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.spark.WordMeter;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.vocabulary.CodeNames;
import org.gqvae.model.vocabulary.GateHistogram;
import org.gqvae.model.vocabulary.GateReading;

/** What executors do with counted words while a tokenizer is distilled. */
final class GatePass {
  /** A segment of a word, the code that ends it or -1, and the word's count. */
  static final StructType SEGMENTS =
      new StructType()
          .add("code", DataTypes.IntegerType, false)
          .add("segment", DataTypes.BinaryType, false)
          .add("count", DataTypes.LongType, false);

  private GatePass() {}

  /**
   * A word with its gates.
   *
   * @param logits (bytes) of the gates behind each byte
   * @param codes (bytes) or empty
   */
  record GatedWord(Word word, long count, float[] logits, int[] codes) implements Serializable {}

  /** Words to words with gates. */
  record Gate(GateSource source, WordMeter.Pass meter)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, GatedWord> {
    @Override
    public Iterator<GatedWord> call(Iterator<WordCounts.Entry> words) {
      Function<List<Word>, Encoding> encoder = source.open();
      WordMeter.Reading reading = meter.begin();
      return CountedWords.batches(words)
          .flatMap(
              batch -> {
                List<GatedWord> gated = gated(batch, encoder.apply(CountedWords.words(batch)));
                reading.words(batch.size());
                return gated.stream();
              })
          .iterator();
    }

    private List<GatedWord> gated(List<WordCounts.Entry> batch, Encoding encoding) {
      List<GatedWord> gated = new ArrayList<>(batch.size());
      int start = 0;
      for (WordCounts.Entry entry : batch) {
        int end = start + entry.word().length();
        gated.add(
            new GatedWord(
                entry.word(),
                entry.count(),
                Arrays.copyOfRange(encoding.gateLogits(), start, end),
                source.haveCodes()
                    ? Arrays.copyOfRange(encoding.codes(), start, end)
                    : new int[0]));
        start = end;
      }
      return gated;
    }
  }

  /** Words to one histogram of their gates. */
  record Histogram() implements FlatMapFunction<Iterator<GatedWord>, GateHistogram> {
    @Override
    public Iterator<GateHistogram> call(Iterator<GatedWord> words) {
      GateHistogram histogram = new GateHistogram();
      words.forEachRemaining(
          word -> histogram.add(word.logits(), 0, word.word().length(), word.count()));
      return List.of(histogram).iterator();
    }
  }

  /**
   * Words to their segments in each reading of the gates; those of the first reading have codes, if
   * the words do.
   */
  record Segments(List<GateReading> readings) implements FlatMapFunction<Iterator<GatedWord>, Row> {
    @Override
    public Iterator<Row> call(Iterator<GatedWord> words) {
      return stream(words).flatMap(word -> segments(word).stream()).iterator();
    }

    private List<Row> segments(GatedWord word) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < readings.size(); i++) {
        boolean coded = i == 0 && word.codes().length > 0;
        readings
            .get(i)
            .read(
                word.word(),
                word.logits(),
                0,
                (segment, end) ->
                    rows.add(
                        row(coded ? word.codes()[end - 1] : GqVae.NO_CODE, segment, word.count())));
      }
      return rows;
    }
  }

  /** Words to the number of tokens, by the neural policy, of all running words. */
  record NeuralTokens(GqVaeSpec spec, Broadcast<float[]> parameters, CodeNames names)
      implements FlatMapFunction<Iterator<GatedWord>, Long> {
    @Override
    public Iterator<Long> call(Iterator<GatedWord> words) {
      NeuralEncoder encoder =
          new NeuralEncoder(
              GqVae.forEncoding(spec, parameters.value()), names.vocabulary(), names.codeTokens());
      long tokens = 0;
      while (words.hasNext()) {
        GatedWord word = words.next();
        tokens += word.count() * encoder.gated(batch(word), encoding(word), 0).ids().length;
      }
      return List.of(tokens).iterator();
    }

    private static WordBatch batch(GatedWord word) {
      return WordBatch.of(List.of(word.word()));
    }

    private static Encoding encoding(GatedWord word) {
      float[] gates = new float[word.logits().length];
      for (int t = 0; t < gates.length; t++) {
        gates[t] = word.logits()[t] > 0 || t == gates.length - 1 ? 1 : 0;
      }
      return new Encoding(new float[0], word.codes(), gates, word.logits());
    }
  }

  private static Row row(int code, Word segment, long count) {
    return RowFactory.create(code, segment.toBytes(), count);
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, 0), false);
  }
}
