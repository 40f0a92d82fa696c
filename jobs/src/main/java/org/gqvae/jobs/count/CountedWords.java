package org.gqvae.jobs.count;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/** Words with their counts, as {@code count} writes them. */
public final class CountedWords {
  private static final int WORDS_AT_ONCE = 256;

  /** More than petabytes of text have of one word; sums of such counts stay far from overflow. */
  private static final long MOST = 1L << 44;

  private static final Comparator<WordCounts.Entry> BY_COUNT =
      Comparator.comparingLong(WordCounts.Entry::count)
          .reversed()
          .thenComparing(WordCounts.Entry::word);

  private CountedWords() {}

  /**
   * Where the counted words at {@code input} are: at it or right below it; empty if it is a corpus.
   *
   * @throws UsageException when the files there are not all that {@code count} was to write
   */
  public static Optional<Path> at(String input, Configuration hadoop) {
    Path path = new Path(input);
    boolean isNamed = path.getName().equals(WordCountsFile.DIRECTORY);
    Path words = isNamed ? path : new Path(path, WordCountsFile.DIRECTORY);
    Path summary = new Path(words.getParent(), CountJob.SUMMARY);
    try {
      FileSystem files = words.getFileSystem(hadoop);
      if (!isNamed && !files.exists(words)) {
        return Optional.empty();
      }
      if (!isNamed || files.exists(summary)) {
        checkFinished(words, summary, hadoop);
      }
      return Optional.of(words);
    } catch (IOException e) {
      throw new JobFailedException("Cannot read " + input + ": " + e.getMessage(), e);
    }
  }

  /** A summary is written last: it says that all files are there, and which those are. */
  private static void checkFinished(Path words, Path summary, Configuration hadoop)
      throws IOException {
    String remedy = "so counting has not come to its end: run count again with --overwrite";
    Set<String> present =
        Storage.visibleFiles(words, hadoop).stream()
            .map(file -> file.getPath().getName())
            .collect(Collectors.toSet());
    for (JsonNode file : JsonFile.read(summary, JsonNode.class, remedy, hadoop).path("files")) {
      if (!present.contains(file.asText())) {
        throw new UsageException("Missing " + new Path(words, file.asText()) + ", " + remedy);
      }
    }
  }

  /** Adds to a plan a corpus that is read, or the counted words that stand in its place. */
  public static Plan plan(Plan plan, CorpusSpec corpus, Configuration hadoop) {
    return at(corpus.input(), hadoop)
        .map(
            words ->
                plan.reads(
                    corpus.input(),
                    () -> {
                      check(words, hadoop);
                      return words + ": counted words";
                    }))
        .orElseGet(() -> plan.corpus(corpus));
  }

  /** Looks whether all files are what they should be. */
  public static void check(Path words, Configuration hadoop) {
    try {
      WordCountsFile.check(words, hadoop);
    } catch (IOException e) {
      throw new JobFailedException("Cannot read " + words + ": " + e.getMessage(), e);
    }
  }

  /**
   * (word binary, count bigint). The columns are told, not asked for: a footer may name classes, of
   * which Spark would make objects.
   */
  static Dataset<Row> rows(Path words, SparkSession spark) {
    return spark.read().schema("word BINARY, count BIGINT").parquet(words.toString());
  }

  public static JavaRDD<WordCounts.Entry> entries(Path words, SparkSession spark) {
    return rows(words, spark).javaRDD().map(CountedWords::entry);
  }

  /** The entries of the {@link #commonest} words alone, as they lie in the files. */
  public static JavaRDD<WordCounts.Entry> entries(
      Path words, List<WordCounts.Entry> commonest, SparkSession spark) {
    WordCounts.Entry last = commonest.get(commonest.size() - 1);
    return entries(words, spark).filter(entry -> BY_COUNT.compare(entry, last) <= 0);
  }

  /** The words with the highest counts, those first; of equal counts the first in byte order. */
  public static List<WordCounts.Entry> commonest(Path words, int most, SparkSession spark) {
    return rows(words, spark)
        .orderBy(functions.col("count").desc(), functions.col("word").asc())
        .limit(most)
        .javaRDD()
        .map(CountedWords::entry)
        .collect();
  }

  /** Bytes per token of running words, in as few tokens of at most {@code tokenBytes} as can be. */
  public static double mostBytesPerToken(JavaRDD<WordCounts.Entry> words, int tokenBytes) {
    long bytes = sum(words.map(entry -> entry.count() * entry.word().length()));
    long tokens =
        sum(
            words.map(
                entry -> entry.count() * ((entry.word().length() + tokenBytes - 1) / tokenBytes)));
    return (double) bytes / tokens;
  }

  private static long sum(JavaRDD<Long> numbers) {
    return numbers.fold(0L, Long::sum);
  }

  private static WordCounts.Entry entry(Row row) {
    byte[] word = row.getAs(0);
    long count = row.getLong(1);
    if (word.length < 1 || word.length > Word.MAX_BYTES || count < 1 || count > MOST) {
      throw new JobFailedException(
          "Damaged counted words: a word has %d bytes and the count %d, expected 1 to %d bytes and a count from 1 to %d. Count again"
              .formatted(word.length, count, Word.MAX_BYTES, MOST));
    }
    return new WordCounts.Entry(Word.of(word), count);
  }

  /** The entries in lists of some hundred, as many as an encoder is best given at once. */
  public static Stream<List<WordCounts.Entry>> batches(Iterator<WordCounts.Entry> entries) {
    Iterator<List<WordCounts.Entry>> batches =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public List<WordCounts.Entry> next() {
            List<WordCounts.Entry> batch = new ArrayList<>(WORDS_AT_ONCE);
            do {
              batch.add(entries.next());
            } while (batch.size() < WORDS_AT_ONCE && entries.hasNext());
            return batch;
          }
        };
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, 0), false);
  }

  /** The words without their counts. */
  public static List<Word> words(List<WordCounts.Entry> entries) {
    return entries.stream().map(WordCounts.Entry::word).toList();
  }
}
