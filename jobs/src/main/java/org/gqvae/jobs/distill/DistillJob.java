package org.gqvae.jobs.distill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.distill.DistillSettings.Strategy;
import org.gqvae.jobs.distill.TokenizerAssembly.EncoderSource;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.jobs.spark.WordMeter;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.vocabulary.CodeNames;
import org.gqvae.model.vocabulary.CodeVote;
import org.gqvae.model.vocabulary.Distiller;
import org.gqvae.model.vocabulary.Pruning;
import org.gqvae.model.vocabulary.Substrings;
import org.gqvae.model.vocabulary.TrainedSegments;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a tokenizer of a trained network and the words that it was trained on. */
public final class DistillJob {
  private static final Logger LOG = LoggerFactory.getLogger(DistillJob.class);

  /** A code is named by one of its commonest segments; beyond these it has no name. */
  private static final int VOTES_A_CODE = 64;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final DistillSettings settings;
  private final Path words;
  private final WordMeter meter;

  /**
   * A network behind its training.
   *
   * @param parameters with the quantizer on
   * @param seed of the training
   * @param preTokenizer cut the words that it was trained on
   */
  public record Trained(GqVaeSpec spec, float[] parameters, long seed, PreTokenizer preTokenizer) {}

  /**
   * @param words counted words
   */
  public DistillJob(SparkSession spark, DistillSettings settings, Path words) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.settings = settings;
    this.words = words;
    this.meter = new WordMeter(spark.sparkContext());
  }

  /** Distils and writes a tokenizer directory in place of one that may stand there. */
  public TokenizerArtifact run(Trained network, Path output) {
    try (Progress progress = Progress.of(spark, "distill", meter);
        Observed observed = observe(network, progress)) {
      Strategy strategy = settings.strategyFor(network.spec());
      begin(Spelling.of(strategy), progress);
      TokenizerArtifact tokenizer = assemble(strategy, observed);
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      TokenizerDirectory.write(output, tokenizer, hadoop);
      TokenizerAssembly.warnOfFewer(
          tokenizer.manifest(), settings.learnedTokens(network.spec().codebookSize()));
      return tokenizer;
    } catch (IOException e) {
      throw JobFailedException.cannot("write the tokenizer " + output, e);
    }
  }

  /** What each strategy makes of the network and the words, by the same settings. */
  List<StrategyFigures> compareStrategies(Trained network) {
    try (Progress progress = Progress.of(spark, "distill", meter);
        Observed observed = observe(network, progress)) {
      List<StrategyFigures> all = new ArrayList<>();
      for (Strategy strategy : Strategy.values()) {
        begin(Spelling.of(strategy), progress);
        all.add(figures(strategy, observed));
      }
      return all;
    }
  }

  /**
   * A network with the words that tokens are drawn from, and the gates that it sees in them.
   *
   * @param parameters the network's
   * @param words the commonest
   */
  private record Observed(
      Trained network,
      Broadcast<float[]> parameters,
      List<WordCounts.Entry> words,
      GatedWords gated)
      implements AutoCloseable {
    @Override
    public void close() {
      gated.close();
      parameters.destroy();
    }
  }

  /** The neural policy; while the broadcast lives. */
  private record ByNetwork(GqVaeSpec spec, Broadcast<float[]> parameters, int[] codeTokens)
      implements EncoderSource {
    @Override
    public WordEncoder over(Vocabulary vocabulary) {
      return new NeuralEncoder(GqVae.forEncoding(spec, parameters.value()), vocabulary, codeTokens);
    }
  }

  /** Logs each step, too: it may be over before there is a line of progress. */
  private static void begin(String step, Progress progress) {
    progress.phase(step);
    LOG.info("distill: {}", step);
  }

  private Observed observe(Trained network, Progress progress) {
    begin("commonest words", progress);
    Broadcast<float[]> parameters = context.broadcast(network.parameters());
    List<WordCounts.Entry> common = CountedWords.commonest(words, settings.pruningWords(), spark);
    GateSource gates = new GateSource.OfNetwork(network.spec(), parameters);
    return new Observed(network, parameters, common, gated(network.spec(), gates, common));
  }

  private GatedWords gated(GqVaeSpec spec, GateSource gates, List<WordCounts.Entry> common) {
    return GatedWords.of(
        spark, spec, gates, CountedWords.entries(words, common, spark), meter.begin(common.size()));
  }

  private StrategyFigures figures(Strategy strategy, Observed observed) {
    CodeNames names = distil(strategy, observed);
    return StrategyFigures.of(
        strategy,
        assemble(strategy, names, observed),
        strategy.isControl()
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                observed.gated().neuralBytesPerToken(observed.parameters(), names)));
  }

  private TokenizerArtifact assemble(Strategy strategy, Observed observed) {
    return assemble(strategy, distil(strategy, observed), observed);
  }

  private TokenizerArtifact assemble(Strategy strategy, CodeNames names, Observed observed) {
    Trained network = observed.network();
    GqVaeSpec spec = network.spec();
    CodedNetwork coded = new CodedNetwork(spec, network.parameters(), names.codeTokens());
    Policy policy = strategy.policy(spec);
    return new TokenizerAssembly(
            spark, words, network.preTokenizer(), settings.tableWords(), settings.specials())
        .assemble(
            new TokenizerAssembly.Draft(
                kind(strategy, spec),
                policy,
                Spelling.of(strategy),
                names.vocabulary(),
                policy == Policy.NEURAL
                    ? new ByNetwork(spec, observed.parameters(), names.codeTokens())
                    : ViterbiEncoder::new,
                Optional.empty(),
                strategy.isControl() ? Optional.empty() : Optional.of(coded.toArtifact())));
  }

  private static TokenizerKind kind(Strategy strategy, GqVaeSpec network) {
    if (strategy.isControl()) {
      return TokenizerKind.CONTROL;
    }
    return network.hasLearnedGates() ? TokenizerKind.GQVAE : TokenizerKind.VQVAE;
  }

  private CodeNames distil(Strategy strategy, Observed observed) {
    GqVaeSpec spec = observed.network().spec();
    long seed = observed.network().seed();
    Distiller bySegments = new Distiller.BySegments(settings.learnedTokens(spec.codebookSize()));
    return switch (strategy) {
      case SEGMENTS -> distil(bySegments, observed);
      case VOTE -> distil(new Distiller.ByVote(), observed);
      case DECODER -> distil(new Distiller.ByDecoder(), observed);
      case RANDOM_GATES -> distil(bySegments, observed, new GateSource.AtRandom(seed));
      case UNTRAINED -> distil(bySegments, observed, new GateSource.BeforeTraining(spec, seed));
      case WORD_LIST -> distil(bySegments, observed, substrings(observed));
    };
  }

  private CodeNames distil(Distiller distiller, Observed observed) {
    Trained network = observed.network();
    Dataset<Row> segments = observed.gated().segments(readings(observed)).persist();
    CodeNames names =
        distiller.distil(
            new TrainedSegments(
                GqVae.forEncoding(network.spec(), network.parameters()).literals(),
                votes(segments),
                entries(segments),
                observed.words()));
    segments.unpersist();
    return names;
  }

  /** As from the network's own gates, but from others that are read at the same rates. */
  private CodeNames distil(Distiller distiller, Observed observed, GateSource others) {
    try (GatedWords gated = gated(observed.network().spec(), others, observed.words())) {
      double rate = observed.gated().bytesPerGate();
      return distil(distiller, observed, entries(gated.segmentsAtRate(rate, readings(observed))));
    }
  }

  private List<Double> readings(Observed observed) {
    return settings.readingsFor(observed.network().spec().codebookSize());
  }

  /** From segments alone: no code has a name. */
  private CodeNames distil(
      Distiller distiller, Observed observed, List<WordCounts.Entry> segments) {
    List<byte[]> noLiterals =
        Collections.nCopies(observed.network().spec().codebookSize(), new byte[0]);
    return distiller.distil(new TrainedSegments(noLiterals, List.of(), segments, observed.words()));
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

  /** All substrings of the words that can be tokens. */
  private static List<WordCounts.Entry> substrings(Observed observed) {
    int mostBytes = observed.network().spec().tokenBytes();
    return Substrings.mostSaving(observed.words(), mostBytes, Pruning.MAX_CANDIDATES);
  }

  /** Each segment once, with all that it counts. */
  private static List<WordCounts.Entry> entries(Dataset<Row> segments) {
    return segments
        .groupBy("segment")
        .agg(functions.sum("count").as("count"))
        .collectAsList()
        .stream()
        .map(row -> new WordCounts.Entry(Word.of(row.<byte[]>getAs(0)), row.getLong(1)))
        .toList();
  }
}
