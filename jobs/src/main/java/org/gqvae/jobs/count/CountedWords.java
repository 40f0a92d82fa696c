package org.gqvae.jobs.count;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/** Words with their counts, as {@code count} writes them. */
public final class CountedWords {
  private static final int WORDS_AT_ONCE = 256;

  /** Small files share a partition where there are more of them. */
  private static final int MOST_PARTITIONS = 1000;

  private static final Comparator<WordCounts.Entry> BY_COUNT =
      Comparator.comparingLong(WordCounts.Entry::count)
          .reversed()
          .thenComparing(WordCounts.Entry::word);

  private CountedWords() {}

  /**
   * Where the counted words at {@code input} are: at it or right below it; empty if it is a corpus.
   *
   * @throws UsageException when counting has not come to its end there, a file is missing, or the
   *     words were cut otherwise than by {@code preTokenizer}
   */
  public static Optional<Path> at(String input, PreTokenizer preTokenizer, Configuration hadoop) {
    Path path = new Path(input);
    boolean isNamed = path.getName().equals(WordCountsFile.DIRECTORY);
    Path words = isNamed ? path : new Path(path, WordCountsFile.DIRECTORY);
    try {
      FileSystem files = words.getFileSystem(hadoop);
      if (!isNamed && !(isDirectory(path, files) && files.exists(words))) {
        return Optional.empty();
      }
      Path summary = new Path(words.getParent(), WordCountsFile.SUMMARY);
      if (!isNamed && !files.exists(summary)) {
        throw new UsageException(
            "Missing %s, so counting has not come to its end: run count again with --overwrite"
                .formatted(summary));
      }
      WordCountsFile.files(words, hadoop);
      checkCut(summary, preTokenizer, hadoop);
      return Optional.of(words);
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + input, e);
    }
  }

  /**
   * Looks whether {@code count} cut its words by a pre-tokenizer, and by the same version of
   * Unicode; where there is no summary of it, nothing tells.
   *
   * @throws UsageException when it was another one
   */
  public static void checkCut(Path summary, PreTokenizer preTokenizer, Configuration hadoop)
      throws IOException {
    if (!Storage.of(summary, hadoop).exists(summary)) {
      return;
    }
    JsonNode counted = JsonFile.read(summary, JsonNode.class, "run count again", hadoop);
    String version = counted.path("unicode_version").asText("of an earlier version");
    if (counted.has("files") && !version.equals(CharacterClass.UNICODE_VERSION)) {
      throw new UsageException(
          "The words that %s counts were cut by Unicode %s, this version of gqvae has Unicode %s. Count the corpus again with --overwrite"
              .formatted(summary, version, CharacterClass.UNICODE_VERSION));
    }
    String cutBy = counted.path("pre_tokenizer").asText(Spelling.of(PreTokenizer.GPT2));
    if (counted.has("files") && !cutBy.equals(Spelling.of(preTokenizer))) {
      throw new UsageException(
          "The words that %s counts were cut by %s, but tokenizer.pre-tokenizer is %s. Set it to %s, or count the corpus again by %s"
              .formatted(
                  summary, cutBy, Spelling.of(preTokenizer), cutBy, Spelling.of(preTokenizer)));
    }
  }

  /**
   * Looked at before what is below: HDFS lets an ordinary user not ask for what is below a file.
   */
  private static boolean isDirectory(Path path, FileSystem files) throws IOException {
    try {
      return files.getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Adds to a plan a corpus that is read, or the counted words that stand in its place. */
  public static Plan plan(Plan plan, CountSettings counting, Configuration hadoop) {
    CorpusSpec corpus = counting.corpus().spec();
    return at(corpus.input(), counting.preTokenizer(), hadoop)
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
      throw JobFailedException.cannot("read " + words, e);
    }
  }

  /** The entries as they lie in the files, in about as many partitions as there are files. */
  public static JavaRDD<WordCounts.Entry> entries(Path words, SparkSession spark) {
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    List<WordCountsFile.Part> parts;
    try {
      parts = WordCountsFile.parts(words, hadoop.value());
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + words, e);
    }
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(parts, Math.min(parts.size(), MOST_PARTITIONS))
        .flatMap(part -> new Entries(part, hadoop.value()));
  }

  /** The entries of the {@link #commonest} words alone, as they lie in the files. */
  public static JavaRDD<WordCounts.Entry> entries(
      Path words, List<WordCounts.Entry> commonest, SparkSession spark) {
    WordCounts.Entry last = commonest.get(commonest.size() - 1);
    return entries(words, spark).filter(entry -> BY_COUNT.compare(entry, last) <= 0);
  }

  /** The words with the highest counts, those first; of equal counts the first in byte order. */
  public static List<WordCounts.Entry> commonest(Path words, int most, SparkSession spark) {
    return entries(words, spark)
        .mapPartitions(new Commonest(most))
        .repartition(1) // on an executor: the driver would get as many of each partition
        .mapPartitions(new Commonest(most))
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

  /** The entries of a part; what is left unread is closed with the task. */
  private static final class Entries implements Iterator<WordCounts.Entry> {
    private final String file;
    private final WordCountsFile.Reader words;
    private boolean hasNext;

    Entries(WordCountsFile.Part part, Configuration hadoop) throws IOException {
      file = part.file();
      words = WordCountsFile.open(part, hadoop);
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
      advance();
    }

    @Override
    public boolean hasNext() {
      return hasNext;
    }

    @Override
    public WordCounts.Entry next() {
      if (!hasNext) {
        throw new NoSuchElementException();
      }
      WordCounts.Entry entry = new WordCounts.Entry(words.word(), words.count());
      advance();
      return entry;
    }

    private void advance() {
      try {
        hasNext = words.next();
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private void close() {
      try {
        words.close();
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private JobFailedException failure(IOException e) {
      return JobFailedException.cannot("read " + file, e);
    }
  }

  /** Entries to the commonest of them, those first. */
  private record Commonest(int most)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, WordCounts.Entry> {
    @Override
    public Iterator<WordCounts.Entry> call(Iterator<WordCounts.Entry> entries) {
      PriorityQueue<WordCounts.Entry> kept = new PriorityQueue<>(BY_COUNT.reversed());
      while (most > 0 && entries.hasNext()) {
        WordCounts.Entry entry = entries.next();
        if (kept.size() < most) {
          kept.add(entry);
        } else if (BY_COUNT.compare(entry, kept.element()) < 0) {
          kept.remove();
          kept.add(entry);
        }
      }
      return kept.stream().sorted(BY_COUNT).iterator();
    }
  }
}
