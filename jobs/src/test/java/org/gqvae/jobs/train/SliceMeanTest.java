package org.gqvae.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.model.layers.FlatVector;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.network.GateCost;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

class SliceMeanTest {

  /** Of more parameters than a slice has, and of no whole number of slices. */
  private static ComputationGraph graph(Method method) {
    return GqVaeGraph.create(
        new GqVaeSpec(
            6,
            5000,
            16,
            2,
            1,
            1,
            1,
            Positions.LEARNED,
            CodebookLearning.GRADIENT,
            GaterInput.ENCODED),
        new Objective(1, 0.25, 1, 0.9, new GateCost(5, 3, 0.02)),
        new OptimizerSpec(method, 1e-2, 10, 1e-4, 2, 20, 0.1, 0),
        1);
  }

  private static WorkerResult result(ComputationGraph graph, int worker) {
    INDArray state = graph.getUpdater().getStateViewArray();
    return WorkerResult.of(
        random(graph.params(), worker), state == null ? null : random(state, 100 + worker));
  }

  /** Of any size, so that the order of a sum matters. */
  private static INDArray random(INDArray like, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[(int) like.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((random.nextDouble() - 0.5) * Math.exp(20 * random.nextDouble()));
    }
    return Nd4j.createFromArray(values).reshape(like.shape());
  }

  private static VectorSlices plan(ComputationGraph graph, int workers) {
    INDArray state = graph.getUpdater().getStateViewArray();
    return new VectorSlices(workers, graph.numParams(), state == null ? 0 : state.length());
  }

  /** By Spark, from slices in no order. */
  private static List<SliceMean> means(VectorSlices plan, List<WorkerResult> results) {
    List<Tuple2<Long, byte[]>> slices = new ArrayList<>();
    for (int worker = 0; worker < results.size(); worker++) {
      WorkerResult result = results.get(worker);
      plan.cut(worker, result.parameters(), result.updaterState()).forEachRemaining(slices::add);
    }
    Collections.shuffle(slices, new Random(3));
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    return SliceMean.of(spark.parallelizePairs(slices, 5), plan).collect();
  }

  @ParameterizedTest
  @CsvSource({"AMSGRAD, 1", "AMSGRAD, 3", "ADAM, 40", "SGD, 2"})
  void isTheMeanOfWholeVectorsToTheBit(Method method, int workers) {
    ComputationGraph graph = graph(method);
    VectorSlices plan = plan(graph, workers);
    assertThat(plan.count()).isGreaterThan(method == Method.SGD ? 1 : 3);
    List<WorkerResult> results = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      results.add(result(graph, worker));
    }
    SliceMean.take(means(plan, results), plan, graph);

    ComputationGraph expected = graph(method);
    WorkerResult.average(results, expected);
    assertThat(NetworkGraph.values(graph)).isEqualTo(NetworkGraph.values(expected));
    assertThat(NetworkGraph.updaterState(graph)).isEqualTo(NetworkGraph.updaterState(expected));
  }

  /** Some 64 MiB of slices come together in a task, and all workers' of the same numbers. */
  @Test
  void tasksFollowTheSize() {
    assertThat(new VectorSlices(2, 400_000, 1_200_000).partitioner().numPartitions()).isEqualTo(1);
    assertThat(new VectorSlices(2, 47_000_000, 141_000_000).partitioner().numPartitions())
        .isEqualTo(23);
    VectorSlices large = new VectorSlices(64, 400_000_000L, 1_200_000_000L);
    assertThat(large.partitioner().numPartitions()).isEqualTo(200);
    int last = large.count() - 1;
    assertThat(large.partitioner().getPartition(large.key(last, 0))).isEqualTo(199);
    assertThat(large.partitioner().getPartition(large.key(last, 63))).isEqualTo(199);
    assertThat(large.start(last)).isEqualTo(1_200_000_000L / VectorSlices.NUMBERS * 65_536L);
  }

  @Test
  void refusesWhatIsNoNumberAndLeavesTheGraphAsItIs() {
    ComputationGraph graph = graph(Method.AMSGRAD);
    float[] before = NetworkGraph.values(graph);
    float[] stateBefore = NetworkGraph.updaterState(graph);
    WorkerResult second = result(graph, 1);
    WorkerResult third = result(graph, 2);
    List<WorkerResult> results = List.of(result(graph, 0), second, third);

    put(third.parameters(), 0, Float.NaN);
    assertRefused(graph, results, "worker 2 brought NaN home in parameter encoder.embedding");
    put(second.updaterState(), 70_000, Float.POSITIVE_INFINITY);
    put(second.updaterState(), 140_000, Float.NaN);
    assertRefused(
        graph,
        results,
        "worker 1 brought Infinity home in the optimizer's state of decoder.slot2.weight");
    put(second.parameters(), graph.numParams() - 1, Float.NEGATIVE_INFINITY);
    assertRefused(graph, results, "worker 1 brought -Infinity home in parameter gate.cost");

    assertThat(NetworkGraph.values(graph)).isEqualTo(before);
    assertThat(NetworkGraph.updaterState(graph)).isEqualTo(stateBefore);
  }

  private static void put(FlatVector vector, long place, float value) {
    vector.array().putScalar(place, value);
  }

  /** Here, and by the mean of whole vectors alike. */
  private static void assertRefused(
      ComputationGraph graph, List<WorkerResult> results, String message) {
    VectorSlices plan = plan(graph, results.size());
    List<SliceMean> means = means(plan, results);
    assertThatThrownBy(() -> SliceMean.take(means, plan, graph))
        .isInstanceOf(NotFiniteException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> WorkerResult.average(results, graph))
        .isInstanceOf(NotFiniteException.class)
        .hasMessage(message);
  }
}
