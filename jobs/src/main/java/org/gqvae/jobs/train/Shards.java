package org.gqvae.jobs.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.storage.StorageLevel;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.training.WordShard;
import scala.Tuple2;

/** Spreads counted words over the workers. */
public final class Shards {
  private Shards() {}

  /**
   * A partition of one shard for each worker, kept on the executors. A task fails with a {@link
   * JobFailedException} where too few words leave a worker nothing to train on.
   */
  public static JavaRDD<WordShard> of(
      JavaRDD<WordCounts.Entry> words, int workers, double heldOutShare, long seed) {
    return words
        .flatMapToPair(new Share(workers, seed))
        .partitionBy(new ByWorker(workers))
        .values()
        .mapPartitions(new Gather(heldOutShare, seed), true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private record Share(int workers, long seed)
      implements PairFlatMapFunction<WordCounts.Entry, Integer, WordCounts.Entry> {
    @Override
    public Iterator<Tuple2<Integer, WordCounts.Entry>> call(WordCounts.Entry entry) {
      List<Tuple2<Integer, WordCounts.Entry>> shares = new ArrayList<>(workers);
      for (int worker = 0; worker < workers; worker++) {
        long share = WordShard.share(entry, worker, workers, seed);
        if (share > 0) {
          shares.add(new Tuple2<>(worker, new WordCounts.Entry(entry.word(), share)));
        }
      }
      return shares.iterator();
    }
  }

  private record Gather(double heldOutShare, long seed)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, WordShard> {
    @Override
    public Iterator<WordShard> call(Iterator<WordCounts.Entry> entries) {
      List<WordCounts.Entry> all = new ArrayList<>();
      entries.forEachRemaining(all::add);
      WordShard shard = WordShard.of(all, heldOutShare, seed);
      if (shard.training().totalWords() == 0) {
        throw new JobFailedException(
            "There are too few words for each worker to train on. Lower train.workers, or give a"
                + " larger --input");
      }
      return List.of(shard).iterator();
    }
  }
}
