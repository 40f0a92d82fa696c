package org.gqvae.jobs.count;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.rejects.RejectLimit;
import org.gqvae.jobs.rejects.Rejections;
import org.gqvae.jobs.rejects.TooManyRejectedException;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.jobs.spark.ResultsByTask;
import org.gqvae.jobs.spark.SplitMeter;
import org.gqvae.jobs.spark.SplitTasks;
import org.gqvae.model.text.Word;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Counts the distinct words of a corpus. Each task counts a split in memory and hands on what it
 * has, whenever that is many words; Spark sorts them, and the sums of equal words are written in a
 * fixed number of files, sorted by the words' bytes. What is written depends on the corpus and the
 * settings alone, not on master, cores or retries.
 */
public final class CountJob {
  public static final String OWN_NAMES = "words\\.parquet|summary\\.json|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(CountJob.class);

  private final SparkSession spark;
  private final CountSettings settings;
  private final Corpora corpora;

  /** A job that lists its corpus itself. */
  public CountJob(SparkSession spark, CountSettings settings) {
    this(spark, settings, new Corpora(spark.sparkContext().hadoopConfiguration()));
  }

  /** A job on a corpus that may have been listed. */
  public CountJob(SparkSession spark, CountSettings settings, Corpora corpora) {
    this.spark = spark;
    this.settings = settings;
    this.corpora = corpora;
  }

  /** One finished file of words. */
  private record WordsFile(String name, long distinctWords) implements java.io.Serializable {}

  /**
   * Counts and writes; summary.json comes last.
   *
   * @throws JobFailedException when the corpus holds no text, or a file cannot be read or written
   * @throws TooManyRejectedException when the first splits have more rejected records than allowed
   */
  public CountSummary run() {
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    CorpusPlan corpus = corpora.plan(settings.corpus().spec());
    List<Split> splits = corpus.splits();
    if (splits.isEmpty()) {
      throw CountSummary.NONE.noText(settings.corpus());
    }
    settings.output().prepare(hadoop.value());
    ResultsByTask<SplitCount> found = new ResultsByTask<>();
    spark.sparkContext().register(found);
    SplitMeter meter = SplitMeter.of(splits, spark.sparkContext());
    try (Progress progress = Progress.of(spark, "count", meter)) {
      progress.phase("%,d splits of %s".formatted(splits.size(), settings.corpus().spec().input()));
      WordFiles order = new WordFiles(settings.files().of(corpus.bytes()));
      List<WordsFile> files =
          RejectLimit.of(
                  found,
                  SplitCount::rejections,
                  splits.size(),
                  settings.corpus().maxFailed(),
                  Rejections::told)
              .hold(
                  spark.sparkContext(),
                  () -> write(counted(splits, order, hadoop, found, meter), hadoop));
      return finish(corpus, found, files, hadoop);
    }
  }

  /**
   * Each file's words in byte order, with the counts of one task's part of the corpus: a word comes
   * as often as tasks have handed it on.
   */
  private JavaPairRDD<byte[], Long> counted(
      List<Split> splits,
      WordFiles order,
      SerializableConfiguration hadoop,
      ResultsByTask<SplitCount> found,
      SplitMeter meter) {
    SplitCounter counter =
        new SplitCounter(
            settings.corpus().spec(),
            hadoop,
            settings.preTokenizer(),
            settings.wordsInMemory(),
            found,
            meter);
    return SplitTasks.grouped(splits, JavaSparkContext.fromSparkContext(spark.sparkContext()))
        .mapPartitions(counter)
        .mapToPair(entry -> new Tuple2<>(entry.word().toBytes(), entry.count()))
        .repartitionAndSortWithinPartitions(order, WordFiles.BY_BYTES);
  }

  private List<WordsFile> write(
      JavaPairRDD<byte[], Long> counted, SerializableConfiguration hadoop) {
    String directory =
        new Path(settings.output().qualified(hadoop.value()), WordCountsFile.DIRECTORY).toString();
    return counted
        .mapPartitionsWithIndex(
            (file, words) -> writeFile(file, words, directory, hadoop).iterator(), false)
        .collect();
  }

  /** Adds up the counts of equal words, which stand side by side; writes no file without words. */
  private static List<WordsFile> writeFile(
      int file,
      Iterator<Tuple2<byte[], Long>> words,
      String directory,
      SerializableConfiguration hadoop)
      throws IOException {
    if (!words.hasNext()) {
      return List.of();
    }
    String name = String.format(Locale.ROOT, "part-%05d.parquet", file);
    long distinct = 0;
    try (WordCountsFile.Writer writer =
        WordCountsFile.create(new Path(directory, name), hadoop.value())) {
      Tuple2<byte[], Long> next = words.next();
      while (next != null) {
        byte[] word = next._1();
        long count = 0;
        do {
          count = Math.addExact(count, next._2());
          next = words.hasNext() ? words.next() : null;
        } while (next != null && Arrays.equals(word, next._1()));
        writer.write(Word.of(word), count);
        distinct++;
      }
      writer.commit();
    }
    return List.of(new WordsFile(name, distinct));
  }

  private CountSummary finish(
      CorpusPlan corpus,
      ResultsByTask<SplitCount> found,
      List<WordsFile> files,
      SerializableConfiguration hadoop) {
    corpus.checkUnchanged(LOG::warn, hadoop.value());
    CountSummary summary =
        CountSummary.of(
            settings.preTokenizer(),
            found.value().values(),
            corpus.skipped().size(),
            files.stream().mapToLong(WordsFile::distinctWords).sum(),
            files.stream().map(WordsFile::name).toList());
    if (summary.words() == 0) {
      settings.output().discard(hadoop.value());
      throw summary.noText(settings.corpus());
    }
    settings
        .output()
        .checkWritten(
            summary.files().stream().map(name -> WordCountsFile.DIRECTORY + "/" + name).toList(),
            hadoop.value());
    Path path = new Path(settings.output().path(), WordCountsFile.SUMMARY);
    try {
      // What killed attempts at files have left.
      Storage.sweep(new Path(settings.output().path(), WordCountsFile.DIRECTORY), hadoop.value());
      Lease.checkHeld(path.getParent(), hadoop.value());
      JsonFile.write(path, summary, hadoop.value());
    } catch (IOException e) {
      throw JobFailedException.cannot("write " + path, e);
    }
    LOG.info(
        "{} distinct words of {} in {} documents: {}",
        summary.distinctWords(),
        summary.words(),
        summary.documents(),
        settings.output().path());
    return summary;
  }
}
