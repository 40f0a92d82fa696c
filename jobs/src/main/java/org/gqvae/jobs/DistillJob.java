package org.gqvae.jobs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gqvae.io.artifact.CodedNetwork;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.config.JobFailedException;
import org.gqvae.jobs.settings.DistillSettings;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.CodeNames;
import org.gqvae.model.vocabulary.CodeVote;

/** Makes a tokenizer of a trained network and the words that it was trained on. */
final class DistillJob {
  private static final int WORDS_AT_ONCE = 256;

  /**
   * A code is named by the best of its segments that no other code has taken; beyond these it has
   * none.
   */
  private static final int VOTES_A_CODE = 64;

  private static final StructType VOTES =
      new StructType()
          .add("code", DataTypes.IntegerType, false)
          .add("segment", DataTypes.BinaryType, false)
          .add("count", DataTypes.LongType, false);

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final DistillSettings settings;

  DistillJob(SparkSession spark, DistillSettings settings) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.settings = settings;
  }

  /**
   * Distils and writes a tokenizer directory in place of one that may stand there.
   *
   * @param parameters of a network whose quantizer is on
   * @param words counted words
   */
  TokenizerArtifact run(GqVaeSpec spec, float[] parameters, Path words, Path output) {
    try (Progress progress = Progress.of(spark, "distill")) {
      TokenizerArtifact tokenizer = distill(spec, parameters, words);
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      TokenizerDirectory.replace(output, tokenizer, hadoop);
      return tokenizer;
    } catch (IOException e) {
      throw new JobFailedException(
          "Cannot write the tokenizer " + output + ": " + e.getMessage(), e);
    }
  }

  private TokenizerArtifact distill(GqVaeSpec spec, float[] parameters, Path words) {
    CodeNames names =
        switch (settings.strategy()) {
          case VOTE -> CodeNames.byVotes(spec.codebookSize(), votes(spec, parameters, words));
          case DECODER -> CodeNames.ofLiterals(GqVae.forEncoding(spec, parameters).literals());
        };
    return new TokenizerAssembly(spark, words, settings.tableWords())
        .assemble(
            new TokenizerAssembly.Draft(
                TokenizerKind.GQVAE,
                Policy.VITERBI,
                settings.strategy().spelling(),
                names.vocabulary(),
                ViterbiEncoder::new,
                Optional.empty(),
                Optional.of(new CodedNetwork(spec, parameters, names.codeTokens()).toArtifact())));
  }

  /** For each code the segments that it ends most often. */
  private List<CodeVote> votes(GqVaeSpec spec, float[] parameters, Path words) {
    Broadcast<float[]> broadcast = context.broadcast(parameters);
    try {
      return spark
          .createDataFrame(
              CountedWords.entries(words, spark).mapPartitions(new Vote(spec, broadcast)), VOTES)
          .groupBy("code", "segment")
          .agg(functions.sum("count").as("count"))
          .withColumn(
              "rank",
              functions
                  .row_number()
                  .over(
                      Window.partitionBy("code")
                          .orderBy(functions.col("count").desc(), functions.col("segment").asc())))
          .where(functions.col("rank").leq(VOTES_A_CODE))
          .collectAsList()
          .stream()
          .map(row -> new CodeVote(row.getInt(0), Word.of(row.<byte[]>getAs(1)), row.getLong(2)))
          .toList();
    } finally {
      broadcast.destroy();
    }
  }

  /** Words to (code, segment, count). */
  private record Vote(GqVaeSpec spec, Broadcast<float[]> parameters)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, Row> {
    @Override
    public Iterator<Row> call(Iterator<WordCounts.Entry> words) {
      GqVae network = GqVae.forEncoding(spec, parameters.value());
      return new Iterator<>() {
        private final Deque<Row> ready = new ArrayDeque<>(); // of one batch: a partition has many

        @Override
        public boolean hasNext() {
          while (ready.isEmpty() && words.hasNext()) {
            List<WordCounts.Entry> batch = new ArrayList<>(WORDS_AT_ONCE);
            while (batch.size() < WORDS_AT_ONCE && words.hasNext()) {
              batch.add(words.next());
            }
            vote(network, batch, ready);
          }
          return !ready.isEmpty();
        }

        @Override
        public Row next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return ready.remove();
        }
      };
    }

    private static void vote(GqVae network, List<WordCounts.Entry> entries, Collection<Row> votes) {
      WordBatch batch = WordBatch.of(entries.stream().map(WordCounts.Entry::word).toList());
      Encoding encoding = network.encode(batch);
      for (int w = 0; w < batch.words(); w++) {
        byte[] word = entries.get(w).word().toBytes();
        for (int from = 0; from < word.length; ) {
          int end = network.tokenEnd(encoding, batch.start(w) + from);
          int to = end - batch.start(w);
          votes.add(
              RowFactory.create(
                  encoding.codes()[end - 1],
                  Arrays.copyOfRange(word, from, to),
                  entries.get(w).count()));
          from = to;
        }
      }
    }
  }
}
