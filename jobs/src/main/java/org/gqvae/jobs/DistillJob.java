package org.gqvae.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.gqvae.io.artifact.CodedNetwork;
import org.gqvae.io.artifact.NetworkArtifact;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.config.JobFailedException;
import org.gqvae.jobs.settings.DistillSettings;
import org.gqvae.jobs.settings.DistillSettings.Strategy;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.CodeNames;
import org.gqvae.model.vocabulary.CodeVote;
import org.gqvae.model.vocabulary.Distiller;
import org.gqvae.model.vocabulary.GateHistogram;
import org.gqvae.model.vocabulary.GateReading;
import org.gqvae.model.vocabulary.TrainedSegments;

/** Makes a tokenizer of a trained network and the words that it was trained on. */
final class DistillJob {
  /** A code is named by one of its commonest segments; beyond these it has no name. */
  private static final int VOTES_A_CODE = 64;

  /** The logit of a gate with a probability of one half. */
  private static final double EVEN = 0;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final DistillSettings settings;
  private final Path words;

  /**
   * A network behind its training.
   *
   * @param parameters with the quantizer on
   * @param seed of the training
   */
  record Trained(GqVaeSpec spec, float[] parameters, long seed) {}

  /**
   * @param words counted words
   */
  DistillJob(SparkSession spark, DistillSettings settings, Path words) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.settings = settings;
    this.words = words;
  }

  /** Distils and writes a tokenizer directory in place of one that may stand there. */
  TokenizerArtifact run(Trained network, Path output) {
    try (Progress progress = Progress.of(spark, "distill")) {
      TokenizerArtifact tokenizer = distil(network, settings.strategy());
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      TokenizerDirectory.replace(output, tokenizer, hadoop);
      return tokenizer;
    } catch (IOException e) {
      throw new JobFailedException(
          "Cannot write the tokenizer " + output + ": " + e.getMessage(), e);
    }
  }

  /** What each strategy makes of the network and the words, by the same settings. */
  List<StrategyFigures> compareStrategies(Trained network) {
    try (Progress progress = Progress.of(spark, "distill: strategies")) {
      return Arrays.stream(Strategy.values()).map(strategy -> figures(network, strategy)).toList();
    }
  }

  private StrategyFigures figures(Trained network, Strategy strategy) {
    TokenizerArtifact tokenizer = distil(network, strategy);
    return StrategyFigures.of(
        strategy,
        tokenizer,
        tokenizer.network().map(coded -> neuralTokens(network, tokenizer, coded)).orElse(null));
  }

  private long neuralTokens(Trained network, TokenizerArtifact tokenizer, NetworkArtifact coded) {
    Broadcast<float[]> parameters = context.broadcast(network.parameters());
    try {
      return CountedWords.entries(words, spark)
          .mapPartitions(
              new GatePass.NeuralTokens(
                  network.spec(),
                  parameters,
                  CodedNetwork.of(coded).codeTokens(),
                  tokenizer.vocabulary()))
          .reduce(Long::sum);
    } finally {
      parameters.destroy();
    }
  }

  private TokenizerArtifact distil(Trained network, Strategy strategy) {
    GqVaeSpec spec = network.spec();
    Distiller.BySegments bySegments =
        new Distiller.BySegments(settings.learnedTokens(spec.codebookSize()));
    return switch (strategy) {
      case SEGMENTS -> ofNetwork(network, strategy, bySegments);
      case VOTE -> ofNetwork(network, strategy, new Distiller.ByVote());
      case DECODER -> ofNetwork(network, strategy, new Distiller.ByDecoder());
      case RANDOM_GATES ->
          control(
              strategy,
              bySegments,
              segmentsAtRate(network, new GateSource.AtRandom(network.seed())));
      case UNTRAINED ->
          control(
              strategy,
              bySegments,
              segmentsAtRate(network, new GateSource.BeforeTraining(spec, network.seed())));
      case WORD_LIST -> control(strategy, bySegments, substrings(spec.tokenBytes()));
    };
  }

  private TokenizerArtifact ofNetwork(Trained network, Strategy strategy, Distiller distiller) {
    GqVaeSpec spec = network.spec();
    Broadcast<float[]> parameters = context.broadcast(network.parameters());
    try {
      GateSource gates = new GateSource.OfNetwork(spec, parameters);
      GateHistogram histogram = histogram(gates);
      Dataset<Row> rows =
          read(gates, readings(histogram, EVEN, histogram.bytesPerGate(EVEN), spec)).persist();
      CodeNames names =
          distiller.distil(
              new TrainedSegments(
                  GqVae.forEncoding(spec, network.parameters()).literals(),
                  votes(rows),
                  segments(rows),
                  commonestWords()));
      rows.unpersist();
      return assemble(
          TokenizerKind.GQVAE,
          strategy,
          names,
          Optional.of(new CodedNetwork(spec, network.parameters(), names.codeTokens())));
    } finally {
      parameters.destroy();
    }
  }

  /** What stands between gates that are read at the rates of the network's own. */
  private List<WordCounts.Entry> segmentsAtRate(Trained network, GateSource gates) {
    GqVaeSpec spec = network.spec();
    Broadcast<float[]> parameters = context.broadcast(network.parameters());
    try {
      double rate = histogram(new GateSource.OfNetwork(spec, parameters)).bytesPerGate(EVEN);
      GateHistogram histogram = histogram(gates);
      return segments(read(gates, readings(histogram, histogram.threshold(rate), rate, spec)));
    } finally {
      parameters.destroy();
    }
  }

  private TokenizerArtifact control(
      Strategy strategy, Distiller distiller, List<WordCounts.Entry> segments) {
    CodeNames names =
        distiller.distil(new TrainedSegments(List.of(), List.of(), segments, commonestWords()));
    return assemble(TokenizerKind.CONTROL, strategy, names, Optional.empty());
  }

  private TokenizerArtifact assemble(
      TokenizerKind kind, Strategy strategy, CodeNames names, Optional<CodedNetwork> network) {
    return new TokenizerAssembly(spark, words, settings.tableWords())
        .assemble(
            new TokenizerAssembly.Draft(
                kind,
                Policy.VITERBI,
                strategy.spelling(),
                names.vocabulary(),
                ViterbiEncoder::new,
                Optional.empty(),
                network.map(CodedNetwork::toArtifact)));
  }

  /** How the gates are read: at their own threshold, and then finer and finer. */
  private List<GateReading> readings(
      GateHistogram histogram, double threshold, double bytesPerGate, GqVaeSpec spec) {
    return DoubleStream.concat(
            DoubleStream.of(threshold),
            settings.readings().stream()
                .mapToDouble(share -> histogram.threshold(share * bytesPerGate)))
        .distinct()
        .mapToObj(reading -> new GateReading(reading, spec.tokenBytes()))
        .toList();
  }

  private GateHistogram histogram(GateSource gates) {
    return CountedWords.entries(words, spark)
        .mapPartitions(new GatePass.Histogram(gates))
        .treeReduce(GateHistogram::merge);
  }

  /** (code, segment, count), each pair once; with the first reading alone there are codes. */
  private Dataset<Row> read(GateSource gates, List<GateReading> readings) {
    return spark
        .createDataFrame(
            CountedWords.entries(words, spark)
                .mapPartitions(new GatePass.Segments(gates, readings)),
            GatePass.SEGMENTS)
        .groupBy("code", "segment")
        .agg(functions.sum("count").as("count"));
  }

  /** For each code the segments that it ends most often. */
  private static List<CodeVote> votes(Dataset<Row> rows) {
    return rows
        .where(functions.col("code").geq(0))
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
  }

  private static List<WordCounts.Entry> segments(Dataset<Row> rows) {
    return entries(rows.groupBy("segment").agg(functions.sum("count").as("count")));
  }

  /** All substrings of the words, of at most so many bytes. */
  private List<WordCounts.Entry> substrings(int mostBytes) {
    return entries(
        spark
            .createDataFrame(
                CountedWords.entries(words, spark)
                    .mapPartitions(new GatePass.Substrings(mostBytes)),
                GatePass.SEGMENTS)
            .groupBy("segment")
            .agg(functions.sum("count").as("count")));
  }

  private List<WordCounts.Entry> commonestWords() {
    return entries(
        CountedWords.rows(words, spark)
            .orderBy(functions.col("count").desc(), functions.col("word").asc())
            .limit(settings.pruningWords()));
  }

  /** Rows of bytes and count. */
  private static List<WordCounts.Entry> entries(Dataset<Row> rows) {
    List<WordCounts.Entry> entries = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      entries.add(new WordCounts.Entry(Word.of(row.<byte[]>getAs(0)), row.getLong(1)));
    }
    return entries;
  }
}
