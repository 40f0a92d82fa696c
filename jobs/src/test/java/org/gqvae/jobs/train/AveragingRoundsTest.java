package org.gqvae.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.network.Annealing;
import org.gqvae.model.network.GateCost;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.GqVaeSpec.Quantization;
import org.gqvae.model.network.Objective;
import org.gqvae.model.network.TrainingBatch;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.training.CodebookUsage;
import org.gqvae.model.training.Revival;
import org.gqvae.model.training.UsagePass;
import org.gqvae.model.training.WordShard;
import org.gqvae.model.training.WorstWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

class AveragingRoundsTest {
  private static final long SEED = 3;
  private static final int ROUNDS = 3;
  private static final AtomicInteger FAILURES = new AtomicInteger();

  private static List<WordCounts.Entry> words() {
    WordCounts counts = new WordCounts();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[1 + random.nextInt(12)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) ('a' + random.nextInt(6));
      }
      counts.add(Word.of(bytes), 1 + random.nextInt(i < 10 ? 2000 : 20));
    }
    return counts.sorted();
  }

  private static RoundPlan plan(int workers) {
    return new RoundPlan(workers, 3, 200, new UsagePass(200, 64), SEED);
  }

  private static ComputationGraph graph(Method method) {
    return graph(method, new GateCost(5, 3, 0.02));
  }

  private static ComputationGraph graph(Method method, GateCost gateCost) {
    return GqVaeGraph.create(
        new GqVaeSpec(
            6,
            16,
            8,
            2,
            1,
            1,
            1,
            Positions.LEARNED,
            CodebookLearning.MOVING_AVERAGE,
            GaterInput.ENCODED),
        new Objective(1, 0.25, 0, 0.9, gateCost),
        new OptimizerSpec(method, 1e-2, 10, 1e-4, 2, 20, 0.1, 0),
        SEED);
  }

  /** Of a network that draws its codes. */
  private static ComputationGraph drawingGraph() {
    return GqVaeGraph.create(
        new GqVaeSpec(
            6,
            16,
            8,
            2,
            1,
            1,
            1,
            Positions.LEARNED,
            Quantization.GUMBEL_SOFTMAX,
            CodebookLearning.GRADIENT,
            GaterInput.ENCODED,
            0),
        new Objective(1, 0, 0, 0, 0.05, new Annealing(1, 0.5, 6), new GateCost(5, 3, 0.02)),
        new OptimizerSpec(Method.AMSGRAD, 1e-2, 10, 1e-4, 2, 20, 0.1, 0),
        SEED);
  }

  /** What training comes to, and the words that the last look at it shows. */
  private record Trained(float[] values, List<WorstWords.Seen> worst) {}

  /** Three rounds; the quantizer goes on behind the first, so that all paths are passed. */
  private static Trained train(ComputationGraph graph, AveragingRounds rounds) {
    Revival revival = new Revival(0.5);
    List<WorstWords.Seen> worst = List.of();
    for (int round = 1; round <= ROUNDS; round++) {
      rounds.train(round);
      CodebookUsage usage = rounds.observe(round);
      worst = usage.worst().worstFirst();
      if (round == 1) {
        revival.start(graph, usage);
      } else {
        revival.revive(graph, usage, GqVaeGraph.measuring(graph).literals());
      }
    }
    return new Trained(NetworkGraph.values(graph), worst);
  }

  private static Trained trainLocally(int workers) {
    return trainLocally(workers, graph(Method.AMSGRAD));
  }

  private static Trained trainLocally(int workers, ComputationGraph graph) {
    List<WordShard> shards = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      List<WordCounts.Entry> entries = new ArrayList<>();
      for (WordCounts.Entry entry : words()) {
        long share = WordShard.share(entry, worker, workers, SEED);
        if (share > 0) {
          entries.add(new WordCounts.Entry(entry.word(), share));
        }
      }
      shards.add(WordShard.of(entries, 0.1, SEED));
    }
    return train(graph, new LocalAveragingRounds(graph, shards, plan(workers)));
  }

  private static Trained trainOnSpark(String master, int workers) {
    return trainOnSpark(master, workers, shards -> shards);
  }

  private static Trained trainOnSpark(
      String master, int workers, UnaryOperator<JavaRDD<WordShard>> change) {
    return trainOnSpark(master, workers, change, SparkAveragingRounds::new);
  }

  /** Rounds on Spark by what averages. */
  private interface OnSpark {
    AveragingRounds rounds(
        JavaSparkContext spark, ComputationGraph graph, JavaRDD<WordShard> shards, RoundPlan plan);
  }

  private static Trained trainOnSpark(
      String master, int workers, UnaryOperator<JavaRDD<WordShard>> change, OnSpark onSpark) {
    return trainOnSpark(master, workers, change, onSpark, graph(Method.AMSGRAD));
  }

  private static Trained trainOnSpark(
      String master,
      int workers,
      UnaryOperator<JavaRDD<WordShard>> change,
      OnSpark onSpark,
      ComputationGraph graph) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("averaging")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1");
    LocalSpark.stop();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      JavaRDD<WordShard> shards =
          change.apply(Shards.of(spark.parallelize(words(), 3), workers, 0.1, SEED));
      try (AveragingRounds rounds = onSpark.rounds(spark, graph, shards, plan(workers))) {
        return train(graph, rounds);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sparkGivesWhatOneJvmGives(int workers) {
    assertSame(trainOnSpark("local[2]", workers), trainLocally(workers));
  }

  /** With Spark 3, dl4j-spark averages in the test before this one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sparkGivesWhatOneJvmGivesWithoutDl4jSparkToo(int workers) {
    Trained trained =
        trainOnSpark(
            "local[2]",
            workers,
            shards -> shards,
            (spark, graph, shards, plan) ->
                new SparkAveragingRounds(
                    spark,
                    graph,
                    shards,
                    plan,
                    new ExecutorAveraging<>(spark, graph, shards, plan)::train));
    assertSame(trained, trainLocally(workers));
  }

  /** Three workers: the mean of their equal counts of steps must be that count. */
  @Test
  void drawnCodesAreTheSameOnSparkAsInOneJvm() {
    ComputationGraph local = drawingGraph();
    Trained expected = trainLocally(3, local);
    for (String master : List.of("local[1]", "local[2]")) {
      assertSame(
          trainOnSpark(master, 3, shards -> shards, SparkAveragingRounds::new, drawingGraph()),
          expected);
    }
    assertThat(NetworkGraph.parameter(local, "gumbel.steps").getFloat(0)).isEqualTo(2 * 3);
  }

  /** Words are drawn anew by every worker in every step, and so is the noise. */
  @Test
  void noBatchHasTheNoiseOfAnother() {
    WordShard shard = WordShard.of(words(), 0.1, SEED);
    Set<List<Float>> seeds = new HashSet<>();
    for (int round = 1; round <= 2; round++) {
      for (int worker = 0; worker < 2; worker++) {
        plan(2)
            .draw(shard, worker, round)
            .forEachRemaining((DataSet batch) -> seeds.add(noiseSeed(batch)));
      }
    }
    assertThat(seeds).hasSize(2 * 2 * 3);
  }

  /** It is behind the counts. */
  private static List<Float> noiseSeed(DataSet batch) {
    float[] labels = batch.getLabels().data().asFloat();
    return List.of(labels[labels.length - 2], labels[labels.length - 1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void coresChangeNothing(int workers) {
    assertSame(trainOnSpark("local[1]", workers), trainOnSpark("local[2]", workers));
  }

  private static void assertSame(Trained actual, Trained expected) {
    assertThat(actual.values()).isEqualTo(expected.values());
    assertThat(actual.worst()).isEqualTo(expected.worst()).hasSize(10);
  }

  /** Of each job the first worker fails before it begins, the second when all is done. */
  @Test
  void failedTasksChangeNothing() {
    FAILURES.set(0);
    Trained trained =
        trainOnSpark(
            "local[2,3]",
            2,
            shards -> shards.mapPartitionsWithIndex(AveragingRoundsTest::failingAtFirst, true));
    assertSame(trained, trainLocally(2));
    assertThat(FAILURES).hasValue(2 * 2 * ROUNDS);
  }

  private static Iterator<WordShard> failingAtFirst(int worker, Iterator<WordShard> shard) {
    TaskContext task = TaskContext.get();
    if (task.attemptNumber() == 0) {
      FAILURES.incrementAndGet();
      if (worker == 0) {
        throw new IllegalStateException("Fails before it begins");
      }
      task.addTaskCompletionListener(
          (TaskCompletionListener)
              done -> {
                throw new IllegalStateException("Fails when all is done");
              });
    }
    return shard;
  }

  /** The learning rate's schedule and the optimizer's memory go on from round to round. */
  @Test
  void roundsOfOneWorkerAreTrainingWithoutRounds() {
    WordShard shard = WordShard.of(words(), 0.1, SEED);
    ComputationGraph inRounds = graph(Method.AMSGRAD);
    AveragingRounds rounds = new LocalAveragingRounds(inRounds, List.of(shard), plan(1));
    ComputationGraph atOnce = graph(Method.AMSGRAD);
    for (int round = 1; round <= ROUNDS; round++) {
      rounds.train(round);
      plan(1).draw(shard, 0, round).forEachRemaining((DataSet batch) -> atOnce.fit(batch));
    }
    assertThat(NetworkGraph.values(inRounds)).isEqualTo(NetworkGraph.values(atOnce));
  }

  /**
   * With plain SGD, shares of equal weight, one step, a codebook at rest and gates of fixed cost,
   * the mean of steps is the step of the mean.
   */
  @Test
  void averagingOneStepEqualsOneStepOnAllShares() {
    List<Word> words = words().stream().map(WordCounts.Entry::word).toList();
    int half = words.size() / 2;
    // Shares of equal weight have the same sum of count x length: scale the counts by the other's
    // length.
    List<Word> first = words.subList(0, half);
    List<Word> second = words.subList(half, words.size());
    int[] firstCounts = new int[half];
    int[] secondCounts = new int[words.size() - half];
    Arrays.fill(firstCounts, bytes(second));
    Arrays.fill(secondCounts, bytes(first));

    ComputationGraph one = graph(Method.SGD, GateCost.fixed(5));
    one.fit(TrainingBatch.dataSet(first, firstCounts, 0));
    ComputationGraph two = graph(Method.SGD, GateCost.fixed(5));
    two.fit(TrainingBatch.dataSet(second, secondCounts, 0));
    ComputationGraph mean = graph(Method.SGD, GateCost.fixed(5));
    WorkerResult.average(
        List.of(WorkerResult.of(one.params(), null), WorkerResult.of(two.params(), null)), mean);

    int[] counts = new int[words.size()];
    System.arraycopy(firstCounts, 0, counts, 0, half);
    System.arraycopy(secondCounts, 0, counts, half, secondCounts.length);
    ComputationGraph all = graph(Method.SGD, GateCost.fixed(5));
    float[] before = NetworkGraph.values(all);
    all.fit(TrainingBatch.dataSet(words, counts, 0));

    float[] expected = NetworkGraph.values(all);
    float[] actual = NetworkGraph.values(mean);
    assertThat(expected).isNotEqualTo(before);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("parameter %d", i).isCloseTo(expected[i], within(1e-5f));
    }
  }

  private static int bytes(List<Word> words) {
    return words.stream().mapToInt(Word::length).sum();
  }
}
