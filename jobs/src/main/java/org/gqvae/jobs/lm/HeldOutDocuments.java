package org.gqvae.jobs.lm;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.gqvae.model.language.LanguageModel;
import org.gqvae.model.language.LanguageModelSpec;
import org.gqvae.model.language.TokenShard;

/** The documents that a language model is measured on, spread over the executors. */
final class HeldOutDocuments {
  private final JavaSparkContext spark;
  private final JavaRDD<TokenShard> shards;
  private final long bytes;

  /**
   * @param bytes of the documents' texts
   */
  HeldOutDocuments(JavaSparkContext spark, JavaRDD<TokenShard> shards, long bytes) {
    this.spark = spark;
    this.shards = shards;
    this.bytes = bytes;
  }

  /** Bits that the documents' tokens take, their ends of text too, over the documents' bytes. */
  double bitsPerByte(LanguageModelSpec spec, float[] parameters) {
    Broadcast<float[]> values = spark.broadcast(parameters);
    try {
      List<Double> nats = shards.mapPartitions(new Measure(spec, values), true).collect();
      double sum = 0;
      for (double part : nats) { // in the order of the shards: sums depend on it
        sum += part;
      }
      return sum / Math.log(2) / bytes;
    } finally {
      values.destroy();
    }
  }

  private record Measure(LanguageModelSpec spec, Broadcast<float[]> values)
      implements FlatMapFunction<Iterator<TokenShard>, Double> {
    @Override
    public Iterator<Double> call(Iterator<TokenShard> shard) {
      LanguageModel model = LanguageModel.forMeasuring(spec, values.value());
      return List.of(shard.next().nats(model)).iterator();
    }
  }
}
