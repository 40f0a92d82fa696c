package org.gqvae.jobs.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.io.artifact.Checkpoint;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.MetricsFile;
import org.gqvae.io.artifact.RoundMetrics;
import org.gqvae.io.artifact.RoundMetrics.NewToken;
import org.gqvae.io.artifact.RoundMetrics.WorstWord;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.TrainingPage;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.train.AveragingRounds.RoundTimes;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.network.CodebookView;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.network.Losses;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.training.CodebookUsage;
import org.gqvae.model.training.VocabularyGrowth;
import org.gqvae.model.training.WordShard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds of a run: in each workers train and are averaged, the driver looks after the codebook
 * and saves; rounds whose checkpoint is there are not done again.
 */
final class TrainingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  /** Share of the most bytes per gate that training reaches with all seeds. */
  private static final double REACHABLE = 0.96;

  /** How many of the tokens that a round brings are told. */
  private static final int NEW_TOKENS = 10;

  private final SparkSession spark;
  private final TrainSettings settings;
  private final Configuration hadoop;
  private final Path run;
  private final List<RoundMetrics> metrics = new ArrayList<>();

  TrainingLoop(SparkSession spark, TrainSettings settings, Path run) {
    this.spark = spark;
    this.settings = settings;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.run = run;
  }

  /** What the rounds that were done here came to. */
  List<RoundMetrics> metrics() {
    return List.copyOf(metrics);
  }

  /**
   * Does the rounds that are not done.
   *
   * @return the trained network
   * @throws UsageException when checkpoints that must be there are not
   * @throws JobFailedException when the loss is no number any more
   */
  ComputationGraph train() throws IOException {
    Checkpoints checkpoints = new Checkpoints(new Path(run, RunDirectory.CHECKPOINTS), hadoop);
    Optional<Checkpoint> last = checkpoints.latest(LOG::warn);
    if (last.isEmpty()) {
      checkNothingIsLost();
    }
    ComputationGraph graph =
        GqVaeGraph.create(
            settings.model(), settings.objective(), settings.optimizer(), settings.round().seed());
    last.ifPresent(
        checkpoint ->
            NetworkGraph.restore(
                graph, checkpoint.parameters(), checkpoint.updaterState(), checkpoint.steps()));
    int done = last.map(Checkpoint::round).orElse(0);
    VocabularyGrowth vocabulary =
        new VocabularyGrowth(
            settings.model().hasCodebook() && done > settings.warmupRounds()
                ? literals(graph)
                : List.of());
    MetricsFile file = MetricsFile.resume(new Path(run, RunDirectory.METRICS), done, hadoop);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<WordCounts.Entry> words = CountedWords.entries(RunDirectory.words(run), spark);
    describeJobs("words");
    checkTarget(words);
    JavaRDD<WordShard> shards =
        Shards.of(
            words, settings.round().workers(), settings.heldOutShare(), settings.round().seed());
    try (AveragingRounds rounds =
            new SparkAveragingRounds(context, graph, shards, settings.round());
        RoundProgress progress = RoundProgress.of("train", settings.rounds(), done)) {
      for (int round = done + 1; round <= settings.rounds(); round++) {
        RoundMetrics line = round(round, rounds, graph, vocabulary);
        metrics.add(line);
        file.add(line);
        write(RunDirectory.PAGE, TrainingPage.html(run.getName(), file.lines()));
        // Last: a round whose checkpoint is there is told of, and is not done again.
        checkpoints.save(checkpoint(round, graph), settings.checkpointsKept());
        progress.tell(round, figures(line));
      }
    }
    return graph;
  }

  /**
   * Checks that the run has not got further than a first round. The checkpoint comes last in a
   * round: of two rounds with metrics the first had one.
   */
  private void checkNothingIsLost() throws IOException {
    Path metricsFile = new Path(run, RunDirectory.METRICS);
    int told = MetricsFile.resume(metricsFile, settings.rounds(), hadoop).lines().size();
    if (told > 1) {
      throw new UsageException(
          "Cannot resume %s: %s has %d rounds, but there is no whole checkpoint in %s. Put the checkpoints back, or begin again by --overwrite"
              .formatted(run, RunDirectory.METRICS, told, new Path(run, RunDirectory.CHECKPOINTS)));
    }
  }

  /**
   * Checks that gates can be as far apart as they shall be. A word ends with a gate and a token has
   * so many bytes at most: a target beyond what that allows shuts all other gates for good.
   */
  private void checkTarget(JavaRDD<WordCounts.Entry> words) {
    double target = settings.objective().gateCost().bytesPerGate();
    double most = CountedWords.mostBytesPerToken(words, settings.model().tokenBytes());
    if (target >= most) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "Invalid train.loss.bytes-per-gate: %s, but with a gate at the end of each word and"
                  + " tokens of model.token-bytes at most this corpus has %.3f bytes per gate."
                  + " Choose less, such as %.2f; the words are counted already: --input %s",
              target,
              most,
              REACHABLE * most,
              RunDirectory.words(run)));
    }
  }

  /** Workers train and are averaged; then the codebook is looked after. */
  private RoundMetrics round(
      int round, AveragingRounds rounds, ComputationGraph graph, VocabularyGrowth vocabulary) {
    String name = "round " + round + " of " + settings.rounds();
    describeJobs(name + ", workers train");
    RoundTimes times = train(round, rounds);
    long start = System.nanoTime();
    describeJobs(name + ", workers look at words");
    CodebookUsage usage = rounds.observe(round);
    checkFinite(round, usage.training().losses());
    boolean hasCodes = CodebookView.of(graph).isOn();
    int revived = 0;
    Optional<VocabularyGrowth.Step> growth = Optional.empty();
    if (settings.model().hasCodebook() && round == settings.warmupRounds()) {
      settings.revival().start(graph, usage);
    } else if (hasCodes) {
      List<byte[]> literals = literals(graph);
      Map<Word, Long> uses = usage.uses(literals);
      if (round <= settings.revivalRounds()) {
        revived = settings.revival().revive(graph, usage, literals);
        literals = literals(graph);
      }
      growth = Optional.of(vocabulary.step(literals, uses, NEW_TOKENS));
    }
    double usageSeconds = (System.nanoTime() - start) / 1e9;
    return metrics(
        round, usage, hasCodes, GqVaeGraph.gateCost(graph), revived, growth, times, usageSeconds);
  }

  private static List<byte[]> literals(ComputationGraph graph) {
    return GqVaeGraph.measuring(graph).literals();
  }

  /** What Spark's pages tell of the jobs from here on. */
  private void describeJobs(String work) {
    spark.sparkContext().setJobDescription("train: " + work);
  }

  private RoundTimes train(int round, AveragingRounds rounds) {
    try {
      return rounds.train(round);
    } catch (NotFiniteException e) {
      throw diverged(round, e.getMessage() + "; nothing of the round was averaged");
    }
  }

  private void checkFinite(int round, Losses losses) {
    if (!Double.isFinite(losses.total())) {
      throw diverged(round, "the loss is " + losses.total());
    }
  }

  private JobFailedException diverged(int round, String how) {
    return new JobFailedException(
        "Training has diverged in round %d: %s. %s. Train again with a lower train.optimizer.learning-rate and another --output, or --overwrite: --resume takes no other settings"
            .formatted(
                round,
                how,
                round == 1
                    ? "There is no checkpoint yet"
                    : "The last good checkpoint is "
                        + Checkpoints.path(new Path(run, RunDirectory.CHECKPOINTS), round - 1)));
  }

  private RoundMetrics metrics(
      int round,
      CodebookUsage usage,
      boolean hasCodes,
      double gateCost,
      int revived,
      Optional<VocabularyGrowth.Step> growth,
      RoundTimes times,
      double usageSeconds) {
    Losses losses = usage.training().losses();
    return new RoundMetrics(
        round,
        wordsSeen(round),
        losses.total(),
        usage.heldOut().losses().total(),
        losses.reconstruction(),
        losses.compression(),
        losses.mask(),
        losses.quantization(),
        hasCodes ? usage.training().bytesPerToken() : null,
        usage.training().bytesPerGate(),
        hasCodes ? usage.training().exactWordShare() : null,
        hasCodes ? usage.heldOut().bytesPerToken() : null,
        usage.heldOut().bytesPerGate(),
        hasCodes ? usage.heldOut().exactWordShare() : null,
        gateCost,
        hasCodes ? usage.codesUsed() : null,
        revived,
        settings.optimizer().rateAt(round * settings.round().batches() - 1),
        times.trainSeconds(),
        times.averageSeconds(),
        usageSeconds,
        growth.map(VocabularyGrowth.Step::size).orElse(null),
        growth.map(VocabularyGrowth.Step::added).orElse(null),
        growth.stream().flatMap(step -> step.mostUsedNew().stream()).map(NewToken::of).toList(),
        usage.worst().worstFirst().stream().map(WorstWord::of).toList());
  }

  private String figures(RoundMetrics round) {
    String figures =
        String.format(
            Locale.ROOT, "loss %.3f, %.2f bytes/gate", round.loss(), round.bytesPerGate());
    return round.bytesPerToken() == null
        ? figures + (settings.model().hasCodebook() ? ", no codes yet" : ", no codes")
        : figures
            + String.format(
                Locale.ROOT,
                ", %.2f bytes/token, %d codes used",
                round.bytesPerToken(),
                round.codesUsed());
  }

  private Checkpoint checkpoint(int round, ComputationGraph graph) {
    return new Checkpoint(
        round,
        wordsSeen(round),
        round * settings.round().batches(),
        NetworkGraph.values(graph),
        NetworkGraph.updaterState(graph));
  }

  private long wordsSeen(int round) {
    RoundPlan plan = settings.round();
    return (long) round * plan.workers() * plan.batches() * plan.batchWords();
  }

  private void write(String name, String text) throws IOException {
    AtomicFile.write(new Path(run, name), text.getBytes(StandardCharsets.UTF_8), hadoop);
  }
}
