package org.gqvae.jobs.lm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.io.artifact.Checkpoint;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.LanguageModelRound;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.artifact.MetricsFile;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.LmPage;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.jobs.train.AveragingRounds.RoundTimes;
import org.gqvae.jobs.train.NotFiniteException;
import org.gqvae.jobs.train.RoundProgress;
import org.gqvae.jobs.train.SparkAveraging;
import org.gqvae.model.language.LanguageModelTraining;
import org.gqvae.model.language.TokenShard;
import org.gqvae.model.layers.NetworkGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds of a language model: in each workers train and are averaged; behind some of them the
 * running mean of the weights is measured. Rounds whose checkpoint is there are not done again.
 */
final class LmLoop {
  private static final Logger LOG = LoggerFactory.getLogger(LmLoop.class);

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final LmInput input;
  private final LmSpec spec;
  private final LmSettings settings;
  private final Path run;
  private final List<Point> points = new ArrayList<>();

  /**
   * @param run directory
   */
  LmLoop(SparkSession spark, LmInput input, Path run) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.input = input;
    this.spec = input.spec();
    this.settings = spec.settings();
    this.run = run;
  }

  /**
   * Does the rounds that are not done.
   *
   * @return the measurements of all rounds
   * @throws UsageException when checkpoints that must be there are not
   * @throws JobFailedException when the weights are no numbers any more, or a worker has too few
   *     tokens
   */
  List<Point> train() throws IOException {
    Checkpoints checkpoints = new Checkpoints(new Path(run, RunDirectory.CHECKPOINTS), hadoop);
    Optional<Checkpoint> last = checkpoints.latest(LOG::warn);
    int done = last.map(Checkpoint::round).orElse(0);
    MetricsFile metrics = MetricsFile.resume(new Path(run, RunDirectory.METRICS), done, hadoop);
    points.addAll(measured(metrics));
    ComputationGraph graph =
        LanguageModelTraining.graph(spec.model(), spec.optimizer(), settings.seed());
    RunningMean mean = new RunningMean(settings.meanDecay(), new float[0]);
    if (last.isPresent()) {
      mean = restore(graph, last.get());
    }
    describeJobs("reads token columns");
    JavaRDD<TokenShard> shards =
        TokenShards.of(
            context,
            input.tokens(),
            settings.workers(),
            spec.model().contextTokens(),
            settings.seed());
    JavaRDD<TokenShard> heldOutShards =
        TokenShards.of(context, input.heldOut(), settings.workers(), 0, settings.seed());
    HeldOutDocuments heldOut =
        new HeldOutDocuments(context, heldOutShards, input.heldOut().manifest().bytesIn());
    SparkAveraging<TokenShard> averaging =
        new SparkAveraging<>(context, graph, shards, spec.batches());
    try (RoundProgress progress = RoundProgress.of("lm", spec.rounds(), done)) {
      for (int round = done + 1; round <= spec.rounds(); round++) {
        RoundTimes times = train(round, averaging);
        mean.add(round, NetworkGraph.values(graph));
        long start = System.nanoTime();
        Optional<Point> point = measure(round, mean, heldOut);
        metrics.add(line(round, point, times, (System.nanoTime() - start) / 1e9));
        point.ifPresent(points::add);
        if (round == done + 1 || point.isPresent()) {
          write(RunDirectory.PAGE, page());
        }
        // Last: a round whose checkpoint is there is told of, and is not done again.
        checkpoints.save(checkpoint(round, graph, mean), settings.checkpointsKept());
        progress.tell(round, figures());
      }
    } finally {
      shards.unpersist();
      heldOutShards.unpersist();
    }
    return List.copyOf(points);
  }

  /** The measurements that lines of metrics tell of. */
  private List<Point> measured(MetricsFile metrics) {
    List<Point> measured = new ArrayList<>();
    for (String line : metrics.lines()) {
      LanguageModelRound round =
          JsonFile.parse(line.getBytes(StandardCharsets.UTF_8), LanguageModelRound.class);
      if (round.bitsPerByte() != null) {
        measured.add(spec.point(round.round(), round.bitsPerByte()));
      }
    }
    return measured;
  }

  /** Puts the graph where a checkpoint stood; gives the running mean. */
  private RunningMean restore(ComputationGraph graph, Checkpoint checkpoint) {
    float[] carried = checkpoint.updaterState();
    int state = carried.length - checkpoint.parameters().length;
    NetworkGraph.restore(
        graph, checkpoint.parameters(), Arrays.copyOf(carried, state), checkpoint.steps());
    return new RunningMean(
        settings.meanDecay(), Arrays.copyOfRange(carried, state, carried.length));
  }

  /** A checkpoint whose updater's state is followed by the running mean. */
  private Checkpoint checkpoint(int round, ComputationGraph graph, RunningMean mean) {
    float[] state = NetworkGraph.updaterState(graph);
    float[] carried = Arrays.copyOf(state, state.length + mean.values().length);
    System.arraycopy(mean.values(), 0, carried, state.length, mean.values().length);
    return new Checkpoint(
        round,
        spec.tokensSeen(round),
        round * settings.batches(),
        NetworkGraph.values(graph),
        carried);
  }

  private RoundTimes train(int round, SparkAveraging<TokenShard> averaging) {
    describeJobs("round %d of %d, workers train".formatted(round, spec.rounds()));
    try {
      return averaging.train(round);
    } catch (NotFiniteException e) {
      throw diverged(round, e.getMessage());
    }
  }

  private static JobFailedException diverged(int round, String how) {
    return new JobFailedException(
        "Training has diverged in round %d: %s. Lower lm.optimizer.learning-rate and begin again with another --output, or --overwrite"
            .formatted(round, how));
  }

  private Optional<Point> measure(int round, RunningMean mean, HeldOutDocuments heldOut) {
    if (!spec.measuredRounds().contains(round)) {
      return Optional.empty();
    }
    describeJobs("round %d of %d, held-out documents".formatted(round, spec.rounds()));
    double bitsPerByte = heldOut.bitsPerByte(spec.model(), mean.values());
    if (!Double.isFinite(bitsPerByte)) {
      throw diverged(round, "a byte of the held-out text takes " + bitsPerByte + " bits");
    }
    return Optional.of(spec.point(round, bitsPerByte));
  }

  private LanguageModelRound line(
      int round, Optional<Point> point, RoundTimes times, double measureSeconds) {
    return new LanguageModelRound(
        round,
        spec.tokensSeen(round),
        spec.bytesSeen(round),
        spec.operations(round),
        point.map(Point::bitsPerByte).orElse(null),
        spec.optimizer().rateAt(round * settings.batches() - 1),
        times.trainSeconds(),
        times.averageSeconds(),
        measureSeconds);
  }

  private String figures() {
    return points.isEmpty()
        ? "not measured yet"
        : String.format(
            Locale.ROOT, "%.3f bits a byte", points.get(points.size() - 1).bitsPerByte());
  }

  private String page() {
    return LmPage.html(
        run.getName(),
        input.tokenizer(),
        LmInput.describe(input.tokens()),
        LmInput.describe(input.heldOut()),
        spec.describeModel(),
        spec.describeTraining(),
        points);
  }

  /** What Spark's pages tell of the jobs from here on. */
  private void describeJobs(String work) {
    spark.sparkContext().setJobDescription("lm: " + work);
  }

  private void write(String name, String text) throws IOException {
    AtomicFile.write(new Path(run, name), text.getBytes(StandardCharsets.UTF_8), hadoop);
  }
}
