package org.gqvae.jobs.lm;

import java.util.Iterator;
import org.gqvae.jobs.train.WorkerBatches;
import org.gqvae.model.language.TokenShard;
import org.gqvae.model.training.Seeds;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The contexts that workers train on.
 *
 * @param batches of a worker in a round
 * @param contexts in a batch
 * @param contextTokens T
 */
record LmBatches(int workers, int batches, int contexts, int contextTokens, long seed)
    implements WorkerBatches<TokenShard> {

  @Override
  public Iterator<DataSet> draw(TokenShard shard, int worker, int round) {
    long done = (round - 1L) * batches * contexts;
    return shard.batches(done, batches, contexts, contextTokens, Seeds.at(seed, worker)).iterator();
  }
}
