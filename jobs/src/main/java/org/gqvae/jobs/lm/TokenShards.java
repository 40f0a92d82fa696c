package org.gqvae.jobs.lm;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenSchema.Column;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.jobs.train.ByWorker;
import org.gqvae.model.language.TokenShard;
import org.gqvae.model.training.Seeds;
import org.gqvae.model.vocabulary.Vocabulary;
import scala.Tuple2;

/** Spreads the documents of token columns over the workers. */
final class TokenShards {
  /** Ids of a worker, whose array holds one more: the most that an array can have. */
  private static final long MOST_TOKENS = Integer.MAX_VALUE - 16;

  private TokenShards() {}

  /**
   * A partition of one shard for each worker, kept on the executors: each document goes to a worker
   * by its place, and lies there in the order of the columns. A task fails with a {@link
   * JobFailedException} where a worker would have fewer tokens than {@code least}.
   */
  static JavaRDD<TokenShard> of(
      JavaSparkContext spark, TokenColumns tokens, int workers, int least, long seed) {
    List<Tuple2<Integer, ListedFile>> files =
        IntStream.range(0, tokens.files().size())
            .mapToObj(i -> new Tuple2<>(i, tokens.files().get(i)))
            .toList();
    int endOfText = tokens.tokenizer().vocabulary().specials().get(Vocabulary.END_OF_TEXT);
    return spark
        .parallelize(files, files.size())
        .flatMapToPair(
            new ReadDocuments(
                workers, seed, new SerializableConfiguration(spark.hadoopConfiguration())))
        .partitionBy(new ByWorker(workers))
        .values()
        .mapPartitions(new Gather(endOfText, least, tokens.directory()), true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * A document.
   *
   * @param file its number
   * @param ordinal in the file
   */
  private record Placed(int file, long ordinal, int[] ids) implements Serializable {}

  private record ReadDocuments(int workers, long seed, SerializableConfiguration hadoop)
      implements PairFlatMapFunction<Tuple2<Integer, ListedFile>, Integer, Placed> {
    @Override
    public Iterator<Tuple2<Integer, Placed>> call(Tuple2<Integer, ListedFile> file)
        throws IOException {
      file._2().check(hadoop.value());
      List<Tuple2<Integer, Placed>> documents = new ArrayList<>();
      try (TokenColumnsReader rows =
          TokenColumnsReader.open(
              new Path(file._2().path()),
              EnumSet.of(Column.CHUNK_INDEX, Column.INPUT_IDS),
              List.of(),
              hadoop.value())) {
        long ordinal = -1;
        while (rows.next()) {
          int[] ids = Arrays.copyOf(rows.inputIds(), rows.tokenCount());
          if (rows.chunkIndex() == 0) {
            ordinal++;
            documents.add(placed(file._1(), ordinal, ids));
          } else {
            int last = documents.size() - 1;
            documents.set(
                last, placed(file._1(), ordinal, joined(documents.get(last)._2().ids(), ids)));
          }
        }
      }
      return documents.iterator();
    }

    private Tuple2<Integer, Placed> placed(int file, long ordinal, int[] ids) {
      int worker = (int) Long.remainderUnsigned(Seeds.at(seed, file, ordinal), workers);
      return new Tuple2<>(worker, new Placed(file, ordinal, ids));
    }

    private static int[] joined(int[] a, int[] b) {
      return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
    }
  }

  private record Gather(int endOfText, int least, String directory)
      implements FlatMapFunction<Iterator<Placed>, TokenShard> {
    @Override
    public Iterator<TokenShard> call(Iterator<Placed> placed) {
      List<Placed> documents = new ArrayList<>();
      placed.forEachRemaining(documents::add);
      documents.sort(Comparator.comparingInt(Placed::file).thenComparingLong(Placed::ordinal));
      long tokens = documents.stream().mapToLong(document -> document.ids().length + 1L).sum();
      if (tokens < least || tokens > MOST_TOKENS) {
        throw new JobFailedException(
            "A worker would have %,d tokens of %s, expected from %,d to %,d. %s"
                .formatted(
                    tokens,
                    directory,
                    least,
                    MOST_TOKENS,
                    tokens < least
                        ? "Lower lm.workers or lm.context-bytes, or give more text"
                        : "Raise lm.workers"));
      }
      int[] ids = new int[(int) tokens + 1];
      ids[0] = endOfText;
      int at = 1;
      for (Placed document : documents) {
        System.arraycopy(document.ids(), 0, ids, at, document.ids().length);
        at += document.ids().length;
        ids[at++] = endOfText;
      }
      return List.of(new TokenShard(ids)).iterator();
    }
  }
}
