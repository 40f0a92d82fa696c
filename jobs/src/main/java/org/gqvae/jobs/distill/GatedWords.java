package org.gqvae.jobs.distill;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.gqvae.jobs.spark.WordMeter;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.vocabulary.CodeNames;
import org.gqvae.model.vocabulary.GateHistogram;
import org.gqvae.model.vocabulary.GateReading;

/**
 * Counted words with the gates that a source sees in them, computed once and then read as often as
 * is asked for.
 */
final class GatedWords implements AutoCloseable {
  /** The logit of a gate with a probability of one half. */
  private static final double EVEN = 0;

  private final SparkSession spark;
  private final GqVaeSpec spec;
  private final JavaRDD<GatePass.GatedWord> words;
  private GateHistogram histogram; // null: not computed yet

  private GatedWords(SparkSession spark, GqVaeSpec spec, JavaRDD<GatePass.GatedWord> words) {
    this.spark = spark;
    this.spec = spec;
    this.words = words;
  }

  /**
   * Nothing is computed before it is asked for.
   *
   * @param spec tells how long a token can be
   * @param meter of the pass over the words
   */
  static GatedWords of(
      SparkSession spark,
      GqVaeSpec spec,
      GateSource source,
      JavaRDD<WordCounts.Entry> words,
      WordMeter.Pass meter) {
    return new GatedWords(
        spark,
        spec,
        words
            .mapPartitions(new GatePass.Gate(source, meter))
            .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** Bytes per gate at a probability of one half, of running words. */
  double bytesPerGate() {
    return histogram().bytesPerGate(EVEN);
  }

  /**
   * Segments of the gates as they are, and at other thresholds.
   *
   * @param shares bytes per gate there, as shares of the bytes of a running word, below 1
   */
  Dataset<Row> segments(List<Double> shares) {
    return segments(EVEN, shares);
  }

  /** The same with a threshold where gates have this rate instead of one half. */
  Dataset<Row> segmentsAtRate(double bytesPerGate, List<Double> shares) {
    return segments(histogram().threshold(bytesPerGate), shares);
  }

  /**
   * (code, segment, count), each pair once; with the first threshold alone there are codes. In as
   * many partitions as there are of words: Spark SQL would make 200, which it does not join where
   * they are persisted, and a task in each pass would take longer than the pass.
   */
  private Dataset<Row> segments(double threshold, List<Double> shares) {
    double bytesPerWord = histogram().bytesPerWord();
    List<GateReading> readings =
        DoubleStream.concat(
                DoubleStream.of(threshold),
                shares.stream().mapToDouble(share -> histogram().threshold(share * bytesPerWord)))
            .distinct()
            .mapToObj(reading -> new GateReading(reading, spec.tokenBytes()))
            .toList();
    return spark
        .createDataFrame(words.mapPartitions(new GatePass.Segments(readings)), GatePass.SEGMENTS)
        .repartition(words.getNumPartitions(), functions.col("code"), functions.col("segment"))
        .groupBy("code", "segment")
        .agg(functions.sum("count").as("count"));
  }

  /**
   * Bytes per token of the running words by the neural policy.
   *
   * @param parameters of the network that the gates are from
   */
  double neuralBytesPerToken(Broadcast<float[]> parameters, CodeNames names) {
    long tokens =
        words.mapPartitions(new GatePass.NeuralTokens(spec, parameters, names)).reduce(Long::sum);
    return (double) histogram().bytes() / tokens;
  }

  private GateHistogram histogram() {
    if (histogram == null) {
      histogram = words.mapPartitions(new GatePass.Histogram()).treeReduce(GateHistogram::merge);
    }
    return histogram;
  }

  @Override
  public void close() {
    words.unpersist();
  }
}
