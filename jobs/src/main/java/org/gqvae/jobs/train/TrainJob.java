package org.gqvae.jobs.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.io.artifact.Checkpoint;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.MetricsFile;
import org.gqvae.io.artifact.Provenance;
import org.gqvae.io.artifact.RoundMetrics;
import org.gqvae.io.artifact.RoundMetrics.NewToken;
import org.gqvae.io.artifact.RoundMetrics.WorstWord;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.corpus.CorpusFingerprint;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.TrainingPage;
import org.gqvae.io.storage.AtomicDirectory;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.cli.Provenances;
import org.gqvae.jobs.count.CountJob;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.distill.DistillJob;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.jobs.train.AveragingRounds.RoundTimes;
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
 * Trains a GQ-VAE, round by round, and distils it. The run directory holds all that a resumed run
 * needs: the counted words, the settings and the last checkpoints.
 */
public final class TrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);
  private static final List<String> DECISIVE_SECTIONS =
      List.of("input.", "count.", "model.", "train.", "distill.");

  /** Keys of those sections that change nothing in what a run gives. */
  private static final List<String> FREE_KEYS = List.of("input.max-failed", "train.checkpoints");

  /** Share of the most bytes per gate that training reaches with all seeds. */
  private static final double REACHABLE = 0.96;

  /** How many of the tokens that a round brings are told. */
  private static final int NEW_TOKENS = 10;

  private final SparkSession spark;
  private final TrainSettings settings;
  private final Configuration hadoop;
  private final Path run;
  private final Instant started = Instant.now();
  private final List<RoundMetrics> metrics = new ArrayList<>();

  public TrainJob(SparkSession spark, TrainSettings settings) {
    this.spark = spark;
    this.settings = settings;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.run = new Path(settings.output().path());
  }

  /**
   * Trains, or goes on where an interrupted run stopped.
   *
   * @return how many records of the corpus no document could be read from, and which
   * @throws UsageException when a run that is to be resumed was begun with other settings or input
   * @throws JobFailedException when there is nothing to train on, or the loss is no number any more
   */
  public Outcome run() {
    try {
      settings.output().prepare(hadoop);
      Storage.sweep(run, hadoop);
      String input = CorpusFingerprint.of(settings.counting().corpus().spec(), hadoop).sha256();
      if (settings.output().mode() == OutputMode.RESUME) {
        checkSame(input);
        if (isFinished()) {
          LOG.info("{} is finished", run);
          return Storage.of(run, hadoop).exists(new Path(run, RunDirectory.WORDS))
              ? count()
              : Outcome.DONE;
        }
      }
      provenance(input).write(run, hadoop);
      write(RunDirectory.CONFIGURATION, settings.configuration());
      Outcome outcome = countOrClear();
      ComputationGraph graph = train();
      new DistillJob(spark, settings.distill(), RunDirectory.words(run))
          .run(
              new DistillJob.Trained(
                  settings.model(), GqVaeGraph.values(graph), settings.round().seed()),
              new Path(run, RunDirectory.TOKENIZER));
      provenance(input).write(run, hadoop);
      return outcome;
    } catch (IOException e) {
      throw new JobFailedException("Cannot write the run " + run + ": " + e.getMessage(), e);
    }
  }

  /** What the rounds that this job has trained came to. */
  public List<RoundMetrics> metrics() {
    return List.copyOf(metrics);
  }

  /** Headline figures of the run that stands in the output. */
  Figures figures() {
    try {
      List<String> lines =
          MetricsFile.resume(new Path(run, RunDirectory.METRICS), settings.rounds(), hadoop)
              .lines();
      String last = lines.isEmpty() ? "{}" : lines.get(lines.size() - 1);
      JsonNode round = JsonFile.parse(last.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      Path tokenizer = new Path(run, RunDirectory.TOKENIZER);
      return Figures.NONE
          .with("rounds", round.get("round"))
          .with("loss", round.get("loss"))
          .with("held_out_loss", round.get("held_out_loss"))
          .with("codes_used", round.get("codes_used"))
          .with("tokenizer", tokenizer.toString())
          .with(Tokenizers.figures(tokenizer, hadoop));
    } catch (IOException e) {
      throw new JobFailedException("Cannot read the run " + run + ": " + e.getMessage(), e);
    }
  }

  /**
   * The tokenizer is a run's last act. Of earlier checkpoints alone it was distilled by the way;
   * those of a finished run may have been removed.
   */
  private boolean isFinished() throws IOException {
    FileSystem files = Storage.of(run, hadoop);
    Path checkpoints = new Path(run, RunDirectory.CHECKPOINTS);
    return !Storage.isVacant(new Path(run, RunDirectory.TOKENIZER), hadoop)
        && (Storage.isVacant(checkpoints, hadoop)
            || files.exists(Checkpoints.path(checkpoints, settings.rounds())));
  }

  /** Checks that the run begun in the output is this one; there may be none. */
  private void checkSame(String input) throws IOException {
    Path configuration = new Path(run, RunDirectory.CONFIGURATION);
    if (!Storage.of(run, hadoop).exists(configuration)) {
      return;
    }
    String begun = new String(Storage.read(configuration, hadoop), StandardCharsets.UTF_8);
    List<String> differences = new ArrayList<>();
    ConfigReader.differences(begun, settings.configuration()).stream()
        .filter(difference -> DECISIVE_SECTIONS.stream().anyMatch(difference::startsWith))
        .filter(difference -> FREE_KEYS.stream().noneMatch(key -> difference.startsWith(key + ":")))
        .forEach(differences::add);
    String begunInput = Provenance.readInputFingerprint(run, hadoop);
    if (!begunInput.equals(input)) {
      differences.add("input fingerprint: " + begunInput + " then, " + input + " now");
    }
    if (!differences.isEmpty()) {
      throw new UsageException(
          differences.stream()
              .map(
                  difference ->
                      "Cannot resume "
                          + run
                          + ": "
                          + difference
                          + ". Give what it was begun with, or --overwrite")
              .toList());
    }
  }

  /** Counts; of a run that has no words nothing is left, so that the next is not in its way. */
  private Outcome countOrClear() throws IOException {
    try {
      return count();
    } catch (JobFailedException e) {
      if (!Storage.of(run, hadoop).exists(new Path(run, RunDirectory.WORDS))) {
        settings.output().discard(hadoop);
      }
      throw e;
    }
  }

  /** Counts the corpus into the run, or takes the words that were counted before. */
  private Outcome count() throws IOException {
    FileSystem files = Storage.of(run, hadoop);
    Path directory = new Path(run, RunDirectory.WORDS);
    Optional<Path> counted = CountedWords.at(settings.counting().corpus().spec().input(), hadoop);
    if (counted.isPresent()) {
      if (!files.exists(directory)) {
        copyWords(counted.get(), directory);
      }
      return Outcome.DONE;
    }
    Path earlier = new Path(directory, CountJob.SUMMARY);
    if (files.exists(earlier)) {
      JsonNode summary = JsonFile.read(earlier, JsonNode.class, "begin with --overwrite", hadoop);
      return Outcome.ofRejected(
          summary.path("failed").asLong(),
          settings.counting().corpus().maxFailed(),
          "as counted in " + earlier);
    }
    return new CountJob(spark, settings.counting()).run().outcome(settings.counting().corpus());
  }

  private void copyWords(Path words, Path directory) throws IOException {
    try (AtomicDirectory copy = AtomicDirectory.create(directory, hadoop)) {
      Path target = new Path(copy.path(), WordCountsFile.DIRECTORY);
      FileSystem files = Storage.of(run, hadoop);
      FileUtil.copy(words.getFileSystem(hadoop), words, files, target, false, hadoop);
      copy.commit();
    }
  }

  private ComputationGraph train() throws IOException {
    Checkpoints checkpoints = new Checkpoints(new Path(run, RunDirectory.CHECKPOINTS), hadoop);
    Optional<Checkpoint> last = checkpoints.latest(LOG::warn);
    ComputationGraph graph =
        GqVaeGraph.create(
            settings.model(), settings.objective(), settings.optimizer(), settings.round().seed());
    last.ifPresent(
        checkpoint ->
            GqVaeGraph.restore(
                graph, checkpoint.parameters(), checkpoint.updaterState(), checkpoint.steps()));
    int done = last.map(Checkpoint::round).orElse(0);
    VocabularyGrowth vocabulary =
        new VocabularyGrowth(done > settings.warmupRounds() ? literals(graph) : List.of());
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
        TrainingProgress progress = TrainingProgress.of(settings.rounds(), done)) {
      for (int round = done + 1; round <= settings.rounds(); round++) {
        RoundMetrics line = round(round, rounds, graph, vocabulary);
        metrics.add(line);
        file.add(line);
        write(RunDirectory.PAGE, TrainingPage.html(run.getName(), file.lines()));
        // Last: a round whose checkpoint is there is told of, and is not done again.
        checkpoints.save(checkpoint(round, graph), settings.checkpointsKept());
        progress.tell(line);
      }
    }
    return graph;
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

  /** Workers train, the driver averages; then the codebook is looked after. */
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
    if (round == settings.warmupRounds()) {
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

  private Checkpoint checkpoint(int round, ComputationGraph graph) {
    return new Checkpoint(
        round,
        wordsSeen(round),
        round * settings.round().batches(),
        GqVaeGraph.values(graph),
        GqVaeGraph.updaterState(graph));
  }

  private long wordsSeen(int round) {
    RoundPlan plan = settings.round();
    return (long) round * plan.workers() * plan.batches() * plan.batchWords();
  }

  private Provenance provenance(String input) {
    return Provenances.of(spark, Map.of("train.seed", settings.round().seed()), input, started);
  }

  private void write(String name, String text) throws IOException {
    AtomicFile.write(new Path(run, name), text.getBytes(StandardCharsets.UTF_8), hadoop);
  }
}
