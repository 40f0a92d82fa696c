package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.RowSink;
import org.gqvae.jobs.spark.ResultsByTask;
import scala.Tuple2;

/**
 * Encodes the documents of a split and gives their rows, as {@link RowBytes}, under the keys of
 * their {@link DocumentOrder}; a document at a time is in memory.
 */
final class SplitShuffler implements PairFlatMapFunction<Split, byte[], byte[]> {
  private static final long serialVersionUID = 1L;

  private final TokenizeSpec spec;
  private final int splits;
  private final DocumentOrder order;
  private final BitSet finishedFiles;
  private final ResultsByTask<EncodingCounts> counts;

  /**
   * @param finishedFiles whose rows are not given
   * @param counts take what each split counts
   */
  SplitShuffler(
      TokenizeSpec spec,
      int splits,
      DocumentOrder order,
      BitSet finishedFiles,
      ResultsByTask<EncodingCounts> counts) {
    this.spec = spec;
    this.splits = splits;
    this.order = order;
    this.finishedFiles = finishedFiles;
    this.counts = counts;
  }

  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Split split) {
    return new Rows(split);
  }

  private final class Rows implements Iterator<Tuple2<byte[], byte[]>>, RowSink {
    private final int split;
    private final SplitEncoder encoder;
    private final Deque<Tuple2<byte[], byte[]>> ready = new ArrayDeque<>();
    private long documents;
    private boolean finished;

    Rows(Split split) {
      this.split = split.index();
      this.encoder = new SplitEncoder(spec, split, new PartName(split.index(), splits), this);
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
    }

    @Override
    public boolean hasNext() {
      try {
        while (ready.isEmpty() && !finished) {
          if (!encoder.encodeNext()) {
            counts.add(new ResultsByTask.Result<>(split, encoder.finish()));
            finished = true;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    @Override
    public void write(
        String id,
        int chunkIndex,
        int[] inputIds,
        int tokenCount,
        int wordCount,
        long charCount,
        long byteCount,
        List<String> kept) {
      documents += chunkIndex == 0 ? 1 : 0;
      byte[] key = order.key(split, documents - 1, chunkIndex);
      if (!finishedFiles.get(order.fileOf(key))) {
        ready.add(
            new Tuple2<>(
                key,
                RowBytes.of(
                    id, chunkIndex, inputIds, tokenCount, wordCount, charCount, byteCount, kept)));
      }
    }

    private void close() {
      try {
        encoder.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
