package org.gqvae.jobs.train;

import java.io.Serializable;
import java.util.Iterator;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What workers train on in a round.
 *
 * @param <S> a worker's shard
 */
public interface WorkerBatches<S> extends Serializable {
  /** How many workers there are. */
  int workers();

  /** Batches that a worker trains on between two averagings. */
  int batches();

  /** A worker's batches in a round, drawn as they are asked for; the same for the same round. */
  Iterator<DataSet> draw(S shard, int worker, int round);
}
