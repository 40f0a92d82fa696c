package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.PartWriter;
import org.gqvae.jobs.spark.ResultsByTask;
import org.gqvae.jobs.spark.SplitTasks;
import scala.Tuple2;

/**
 * Tokenizes a corpus into files whose documents are in a {@link DocumentOrder}. A task for each
 * split encodes; Spark sorts the rows, on disk where they find no room in memory; a task for each
 * file writes. Files that the ledger knows are kept; all splits are encoded again for the others.
 */
final class ShuffledFiles {
  private final JavaSparkContext context;
  private final TokenizeSpec spec;
  private final DocumentOrder order;
  private final ResultsByTask<EncodingCounts> counts;

  /**
   * @param counts take what each split counts
   */
  ShuffledFiles(
      JavaSparkContext context,
      TokenizeSpec spec,
      DocumentOrder order,
      ResultsByTask<EncodingCounts> counts) {
    this.context = context;
    this.spec = spec;
    this.order = order;
    this.counts = counts;
  }

  /** Writes the files that are not there. */
  Tokenized write(List<Split> splits) {
    TreeMap<Integer, TokenizedPart> parts = new TreeMap<>();
    finished().forEach(part -> parts.put(part._1(), part._2()));
    BitSet finishedFiles = new BitSet(order.files());
    parts.keySet().forEach(finishedFiles::set);
    TokenizeSpec task = spec;
    int files = order.files();
    SplitTasks.of(splits, context)
        .flatMapToPair(new SplitShuffler(spec, splits.size(), order, finishedFiles, counts))
        .repartitionAndSortWithinPartitions(order, DocumentOrder.BY_KEY)
        .mapPartitionsWithIndex(
            (file, rows) ->
                finishedFiles.get(file)
                    ? Collections.<Tuple2<Integer, TokenizedPart>>emptyIterator()
                    : List.of(new Tuple2<>(file, write(task, new PartName(file, files), rows)))
                        .iterator(),
            false)
        .collect()
        .forEach(part -> parts.put(part._1(), part._2()));
    return Tokenized.of(
        parts.values(),
        counts.value().values().stream().reduce(EncodingCounts.NONE, EncodingCounts::plus));
  }

  /** The parts that the ledger of an interrupted run knows, by the numbers of their files. */
  private List<Tuple2<Integer, TokenizedPart>> finished() {
    PartLedger ledger = spec.ledger();
    int files = order.files();
    return context
        .parallelize(IntStream.range(0, files).boxed().toList(), files)
        .flatMap(
            file ->
                ledger
                    .finished(new PartName(file, files))
                    .map(part -> new Tuple2<>(file, part))
                    .stream()
                    .iterator())
        .collect();
  }

  private static TokenizedPart write(
      TokenizeSpec spec, PartName part, Iterator<Tuple2<byte[], byte[]>> rows) throws IOException {
    try (PartWriter writer = spec.create(part)) {
      while (rows.hasNext()) {
        RowBytes.write(rows.next()._2(), writer);
      }
      TokenizedPart written = new TokenizedPart(writer.commit(), EncodingCounts.NONE);
      spec.ledger().enter(part, written);
      return written;
    }
  }
}
