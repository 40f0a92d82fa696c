package org.gqvae.jobs.report;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenSchema.Column;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.model.statistics.TokenCounter;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenStatistics;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.vocabulary.Vocabulary;
import scala.Tuple2;

/**
 * Counts documents and their ids, a task a part file. Executors add up the counts of each group, so
 * that the driver takes each group's once, and of that only the ids that occur.
 */
final class DocumentCount {
  private static final EnumSet<Column> COUNTED =
      EnumSet.of(
          Column.CHUNK_INDEX,
          Column.INPUT_IDS,
          Column.WORD_COUNT,
          Column.CHAR_COUNT,
          Column.BYTE_COUNT);

  private final SparkSession spark;
  private final TokenColumns tokens;
  private final Optional<String> groupBy;

  DocumentCount(SparkSession spark, TokenColumns tokens, Optional<String> groupBy) {
    this.spark = spark;
    this.tokens = tokens;
    this.groupBy = groupBy;
  }

  /**
   * The counts by group; without a grouping column all documents are of the group null.
   *
   * @throws JobFailedException when there are more than {@link TokenStatistics#MAX_GROUPS} groups,
   *     or rows contradict the tokenizer
   */
  TokenStatistics statistics() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Vocabulary> vocabulary = context.broadcast(tokens.tokenizer().vocabulary());
    try {
      JavaPairRDD<String, TokenCounts> groups = groups(context, vocabulary);
      if (groupBy.isPresent()) {
        TokenStatistics.checkGroups(groups.count()); // which leaves the counts on the executors
      }
      return groups.collect().stream()
          .map(group -> TokenStatistics.ofGroup(group._1(), group._2()))
          .reduce(TokenStatistics.NONE, TokenStatistics::plus);
    } catch (IllegalArgumentException e) {
      throw JobFailedException.cannot(
          "count " + tokens.directory() + by(groupBy.stream().toList()), e);
    } finally {
      vocabulary.destroy();
    }
  }

  private JavaPairRDD<String, TokenCounts> groups(
      JavaSparkContext context, Broadcast<Vocabulary> vocabulary) {
    PreTokenizer preTokenizer = tokens.tokenizer().manifest().preTokenizer();
    List<String> kept = groupBy.stream().toList();
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    int files = tokens.files().size();
    return context
        .parallelize(tokens.files(), files)
        .flatMapToPair(file -> count(file, preTokenizer, vocabulary.value(), kept, hadoop.value()))
        .reduceByKey(
            TokenCounts::plus,
            groupBy.isPresent() ? Math.min(files, TokenStatistics.MAX_GROUPS) : 1);
  }

  private static Iterator<Tuple2<String, TokenCounts>> count(
      ListedFile file,
      PreTokenizer preTokenizer,
      Vocabulary vocabulary,
      List<String> kept,
      Configuration hadoop)
      throws IOException {
    file.check(hadoop);
    TokenCounter counter = new TokenCounter(preTokenizer, vocabulary);
    try (TokenColumnsReader rows =
        TokenColumnsReader.open(new Path(file.path()), COUNTED, kept, hadoop)) {
      while (rows.next()) {
        counter.add(
            rows.chunkIndex(),
            rows.inputIds(),
            rows.tokenCount(),
            rows.wordCount(),
            rows.charCount(),
            rows.byteCount(),
            kept.isEmpty() ? null : rows.kept(0));
      }
      return counter.statistics().groups().entrySet().stream()
          .map(group -> new Tuple2<>(group.getKey(), group.getValue()))
          .iterator();
    } catch (IllegalArgumentException e) {
      throw JobFailedException.cannot("count " + file.path() + by(kept), e);
    }
  }

  private static String by(List<String> groupBy) {
    return groupBy.isEmpty() ? "" : " by --group-by " + groupBy.get(0);
  }
}
