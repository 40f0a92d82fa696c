package org.gqvae.jobs.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.corpus.CorpusInventory;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.count.CountJob;
import org.gqvae.jobs.count.CountSettings;
import org.gqvae.jobs.count.CountedWords;

/** The words that a run trains on, in its own directory: counted there, or copied. */
final class TrainingWords {
  private final SparkSession spark;
  private final CountSettings counting;
  private final Corpora corpora;
  private final Path directory;
  private final Configuration hadoop;

  TrainingWords(SparkSession spark, CountSettings counting, Corpora corpora, Path run) {
    this.spark = spark;
    this.counting = counting;
    this.corpora = corpora;
    this.directory = new Path(run, RunDirectory.WORDS);
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /** Whether there is something of them. */
  boolean areThere() throws IOException {
    return Storage.of(directory, hadoop).exists(directory);
  }

  /** The files at the input, a corpus or counted words. */
  CorpusInventory inventory() {
    CorpusSpec input = counting.corpus().spec();
    return CountedWords.at(input.input(), counting.preTokenizer(), hadoop).isPresent()
        ? CorpusInventory.of(input, hadoop)
        : corpora.inventory(input, spark);
  }

  /**
   * Counts the corpus, or copies counted words, unless that is done.
   *
   * @return how many records of the corpus no document could be read from, and which
   */
  Outcome take() throws IOException {
    Optional<Path> counted =
        CountedWords.at(counting.corpus().spec().input(), counting.preTokenizer(), hadoop);
    if (counted.isPresent()) {
      copy(counted.get());
      return Outcome.DONE;
    }
    Path summary = new Path(directory, WordCountsFile.SUMMARY);
    if (Storage.of(summary, hadoop).exists(summary)) {
      CountedWords.checkCut(summary, counting.preTokenizer(), hadoop);
      JsonNode earlier = JsonFile.read(summary, JsonNode.class, "begin with --overwrite", hadoop);
      return Outcome.ofRejected(
          earlier.path("failed").asLong(),
          counting.corpus().maxFailed(),
          "as counted in " + summary);
    }
    return new CountJob(spark, counting, corpora).run().outcome(counting.corpus());
  }

  /** Copies the files that are not there: one has its name only when it is whole. */
  private void copy(Path words) throws IOException {
    Path target = new Path(directory, WordCountsFile.DIRECTORY);
    Storage.sweep(directory, hadoop);
    Storage.sweep(target, hadoop);
    boolean isOneFile = Storage.of(words, hadoop).getFileStatus(words).isFile();
    for (FileStatus file : WordCountsFile.files(words, hadoop)) {
      Path from = file.getPath();
      copyFile(from, isOneFile ? target : new Path(target, from.getName()));
    }
    Path summary = new Path(words.getParent(), WordCountsFile.SUMMARY);
    if (!isOneFile && Storage.of(summary, hadoop).exists(summary)) {
      copyFile(summary, new Path(directory, WordCountsFile.SUMMARY));
    }
  }

  private void copyFile(Path from, Path to) throws IOException {
    FileSystem files = Storage.of(to, hadoop);
    if (files.exists(to)) {
      return;
    }
    try (InputStream in = Storage.of(from, hadoop).open(from);
        AtomicFile file = AtomicFile.create(to, hadoop)) {
      in.transferTo(file.stream());
      file.commit();
    }
  }
}
