package org.gqvae.jobs.report;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.IntListReader;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.PackedRowsReader;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.model.statistics.PackedCounts;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Counts the ids of packed rows, a task a part file. How many documents they hold, the manifest
 * says.
 */
final class PackedRowsCount {
  private final SparkSession spark;
  private final TokenColumns tokens;

  PackedRowsCount(SparkSession spark, TokenColumns tokens) {
    this.spark = spark;
    this.tokens = tokens;
  }

  /**
   * The figures that ids alone tell.
   *
   * @throws JobFailedException when the rows are not those that the manifest counts
   */
  TokenFigures figures() {
    Vocabulary vocabulary = tokens.tokenizer().vocabulary();
    TokensManifest manifest = tokens.manifest();
    PackedCounts packed = count(vocabulary);
    TokenCounts counts = packed.tokens(vocabulary, manifest.documentsOut(), manifest.empty());
    if (counts.tokens() != manifest.tokens()
        || counts.bytes() != manifest.bytesIn()
        || packed.pads() != manifest.packing().padTokens()) {
      throw new JobFailedException(
          "The rows of %s hold %d tokens of %d bytes and %d pads, its manifest says %d, %d and %d. Write them again by tokenize --overwrite"
              .formatted(
                  tokens.directory(),
                  counts.tokens(),
                  counts.bytes(),
                  packed.pads(),
                  manifest.tokens(),
                  manifest.bytesIn(),
                  manifest.packing().padTokens()));
    }
    return TokenFigures.of(counts, vocabulary);
  }

  private PackedCounts count(Vocabulary ids) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    Broadcast<Vocabulary> vocabulary = context.broadcast(ids);
    try {
      return context
          .parallelize(tokens.files(), tokens.files().size())
          .map(file -> count(file, vocabulary.value(), hadoop.value()))
          .treeReduce(PackedCounts::plus);
    } finally {
      vocabulary.destroy();
    }
  }

  private static PackedCounts count(ListedFile file, Vocabulary vocabulary, Configuration hadoop)
      throws IOException {
    file.check(hadoop);
    PackedCounts.Counter counter = new PackedCounts.Counter(vocabulary);
    try (PackedRowsReader rows = PackedRowsReader.open(new Path(file.path()), hadoop)) {
      while (rows.next()) {
        IntListReader ids = rows.inputIds();
        IntListReader mask = rows.lossMask();
        counter.add(ids.values(), ids.from(), mask.values(), mask.from(), rows.length());
      }
      return counter.counts();
    } catch (IllegalArgumentException e) {
      throw JobFailedException.cannot("count " + file.path(), e);
    }
  }
}
