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
            new ReadChunks(
                workers, seed, new SerializableConfiguration(spark.hadoopConfiguration())))
        .partitionBy(new ByWorker(workers))
        .values()
        .mapPartitions(new Gather(endOfText, least, tokens.directory()), true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * A document's ids, or a chunk of them.
   *
   * @param file its number
   * @param row in the file
   * @param begins whether it is a document's first
   */
  private record Chunk(int file, long row, boolean begins, int[] ids) implements Serializable {}

  private record ReadChunks(int workers, long seed, SerializableConfiguration hadoop)
      implements PairFlatMapFunction<Tuple2<Integer, ListedFile>, Integer, Chunk> {
    @Override
    public Iterator<Tuple2<Integer, Chunk>> call(Tuple2<Integer, ListedFile> file)
        throws IOException {
      file._2().check(hadoop.value());
      List<Tuple2<Integer, Chunk>> chunks = new ArrayList<>();
      try (TokenColumnsReader rows =
          TokenColumnsReader.open(
              new Path(file._2().path()),
              EnumSet.of(Column.CHUNK_INDEX, Column.INPUT_IDS),
              List.of(),
              hadoop.value())) {
        long document = -1;
        while (rows.next()) {
          boolean begins = rows.chunkIndex() == 0;
          document += begins ? 1 : 0;
          int[] ids = Arrays.copyOf(rows.inputIds(), rows.tokenCount());
          chunks.add(
              new Tuple2<>(
                  worker(file._1(), document), new Chunk(file._1(), chunks.size(), begins, ids)));
        }
      }
      return chunks.iterator();
    }

    private int worker(int file, long document) {
      return (int) Long.remainderUnsigned(Seeds.at(seed, file, document), workers);
    }
  }

  private record Gather(int endOfText, int least, String directory)
      implements FlatMapFunction<Iterator<Chunk>, TokenShard> {
    @Override
    public Iterator<TokenShard> call(Iterator<Chunk> gathered) {
      List<Chunk> chunks = new ArrayList<>();
      gathered.forEachRemaining(chunks::add);
      chunks.sort(Comparator.comparingInt(Chunk::file).thenComparingLong(Chunk::row));
      int[] ids = new int[checkedTokens(chunks) + 1];
      int at = 0;
      for (Chunk chunk : chunks) {
        if (chunk.begins()) {
          ids[at++] = endOfText; // of the document before; the first one's context
        }
        System.arraycopy(chunk.ids(), 0, ids, at, chunk.ids().length);
        at += chunk.ids().length;
      }
      ids[at] = endOfText;
      return List.of(new TokenShard(ids)).iterator();
    }

    /** Tokens of the documents and their ends of text. */
    private int checkedTokens(List<Chunk> chunks) {
      long tokens =
          chunks.stream().mapToLong(chunk -> chunk.ids().length + (chunk.begins() ? 1 : 0)).sum();
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
      return (int) tokens;
    }
  }
}
