package org.gqvae.jobs.train;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.TrainingBatch;
import org.gqvae.model.training.CodebookUsage;
import org.gqvae.model.training.Seeds;
import org.gqvae.model.training.UsagePass;
import org.gqvae.model.training.WordShard;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What every worker does in a round.
 *
 * @param workers how many there are
 * @param batches batches a worker trains on between two averagings
 * @param batchWords running words a batch
 * @param usage how the graph is looked at between rounds
 */
public record RoundPlan(int workers, int batches, int batchWords, UsagePass usage, long seed)
    implements WorkerBatches<WordShard> {
  private static final long TRAINING = 1;
  private static final long OBSERVING = 2;

  /** Below the seed of a batch. */
  private static final long NOISE = 1;

  @Override
  public Iterator<DataSet> draw(WordShard shard, int worker, int round) {
    return IntStream.range(0, batches)
        .mapToObj(batch -> draw(shard, Seeds.at(seed, TRAINING, round, worker, batch)))
        .iterator();
  }

  private DataSet draw(WordShard shard, long batchSeed) {
    WordShard.Draw draw = shard.training().draw(batchWords, batchSeed);
    return TrainingBatch.dataSet(draw.words(), draw.counts(), Seeds.at(batchSeed, NOISE));
  }

  /** What a worker's shard shows of a network behind a round. */
  CodebookUsage observe(GqVae network, WordShard shard, int worker, int round) {
    return usage.observe(network, shard, worker, Seeds.at(seed, OBSERVING, round));
  }
}
