package org.gqvae.jobs.train;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.jobs.PeakMemory;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.layers.SgemmSpeed;
import org.gqvae.model.network.CodebookView;
import org.gqvae.model.network.GateCost;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.Objective;
import org.gqvae.model.network.TrainingMemory;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.training.UsagePass;
import org.gqvae.model.training.WordShard;

/**
 * Rounds of some networks in a JVM of their own, each behind those of a small one. Prints for each
 * how many bytes its peaks are above those of the small one: {@code heap 123 outside 456}. What the
 * small one takes is Spark's, the classes' and the words'.
 */
final class MeasuredRounds {
  private static final long SEED = 3;
  private static final int WORD_BYTES = 6;
  private static final int WORDS = 20_000;
  private static final GqVaeSpec SMALL = spec(2, 8);

  /** What each worker does in a round: few words, so that the network is what takes memory. */
  static final RoundPlan PLAN = new RoundPlan(2, 2, 64, new UsagePass(64, 64), SEED);

  /** So many codes that each phase of a round is longer than a collection, which meets its peak. */
  static final List<GqVaeSpec> NETWORKS = List.of(spec(32_000, 128), spec(131_072, 32));

  private MeasuredRounds() {}

  private static GqVaeSpec spec(int codes, int width) {
    return new GqVaeSpec(
        8,
        codes,
        width,
        2,
        1,
        1,
        1,
        Positions.LEARNED,
        CodebookLearning.MOVING_AVERAGE,
        GaterInput.ENCODED);
  }

  /** Bytes that the rounds are said to take on the heap beyond those of the small network. */
  static long heapEstimate(GqVaeSpec network) {
    return needs(network).localHeap() - needs(SMALL).localHeap();
  }

  /** Likewise outside the heap. */
  static long outsideEstimate(GqVaeSpec network) {
    return needs(network).localOffHeap() - needs(SMALL).localOffHeap();
  }

  private static TrainingNeeds needs(GqVaeSpec spec) {
    return new TrainingNeeds(
        new TrainingMemory(spec, Method.AMSGRAD),
        PLAN.workers(),
        PLAN.workers(),
        (long) PLAN.batchWords() * WORD_BYTES,
        PLAN.usage());
  }

  public static void main(String[] args) throws InterruptedException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("memory")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      touchBuffersOfOpenBlas(spark);
      JavaRDD<WordShard> shards =
          Shards.of(spark.parallelize(words(), 2), PLAN.workers(), 0.1, SEED);
      train(spark, shards, NETWORKS.get(0)); // loads classes and compiles loops
      for (GqVaeSpec network : NETWORKS) {
        PeakMemory base = peak(spark, shards, SMALL);
        PeakMemory peak = peak(spark, shards, network);
        System.out.printf(
            "heap %d outside %d%n", peak.heap() - base.heap(), peak.process() - base.process());
      }
    }
  }

  /** They are as large as they get with the first large product of a thread. */
  private static void touchBuffersOfOpenBlas(JavaSparkContext spark) {
    spark
        .parallelize(List.of(0, 1), 2)
        .foreach(task -> SgemmSpeed.measure(Duration.ofMillis(300), System::nanoTime));
  }

  private static PeakMemory peak(
      JavaSparkContext spark, JavaRDD<WordShard> shards, GqVaeSpec network)
      throws InterruptedException {
    for (int time = 0; time < 3; time++) { // ND4J frees behind a collection, on its own threads
      System.gc();
      Thread.sleep(300);
    }
    try (PeakMemory memory = new PeakMemory()) {
      train(spark, shards, network);
      return memory;
    }
  }

  /** A round without codes and one with them. */
  private static void train(JavaSparkContext spark, JavaRDD<WordShard> shards, GqVaeSpec network) {
    ComputationGraph graph =
        GqVaeGraph.create(
            network,
            new Objective(1, 0.25, 0, 0.9, new GateCost(5, 3, 0.02)),
            new OptimizerSpec(Method.AMSGRAD, 1e-2, 10, 1e-4, 2, 20, 0.1, 0),
            SEED);
    AveragingRounds rounds = new SparkAveragingRounds(spark, graph, shards, PLAN);
    for (int round = 1; round <= 2; round++) {
      rounds.train(round);
      rounds.observe(round);
      CodebookView.of(graph).switchOn();
    }
    GqVaeGraph.measuring(graph).literals();
  }

  private static List<WordCounts.Entry> words() {
    WordCounts counts = new WordCounts();
    Random random = new Random(SEED);
    for (int i = 0; i < WORDS; i++) {
      byte[] bytes = new byte[WORD_BYTES];
      random.nextBytes(bytes);
      counts.add(Word.of(bytes), 1);
    }
    return counts.sorted();
  }
}
