package org.gqvae.model.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

class GqVaeGraphTest {
  private static final List<Word> WORDS =
      Stream.of(" the", " cat", " cats", " dog", " dogs", " was", " walked", " walking", ".", "s")
          .map(text -> Word.of(text.getBytes(UTF_8)))
          .toList();
  private static final int[] COUNTS = {30, 5, 3, 6, 2, 12, 2, 3, 20, 4};
  private static final double DECAY = 0.9;

  private static ComputationGraph graph(
      Method method, CodebookLearning learning, double weightDecay, GateCost gateCost) {
    ComputationGraph graph =
        GqVaeGraph.create(
            Networks.spec(Positions.LEARNED, learning, GaterInput.ENCODED),
            new Objective(1, 0.25, 1, DECAY, gateCost),
            new OptimizerSpec(method, rate(method), 10, weightDecay, 2, 200, 0.1, 0),
            3);
    CodebookView.of(graph).switchOn();
    return graph;
  }

  private static double rate(Method method) {
    return switch (method) {
      case AMSGRAD, ADAM, ADAMW -> 3e-3;
      case SGD -> 0.05;
    };
  }

  private static DataSet data() {
    return TrainingBatch.dataSet(WORDS, COUNTS, 0);
  }

  private static void fit(ComputationGraph graph, int steps) {
    for (int step = 0; step < steps; step++) {
      graph.fit(data());
    }
  }

  private static Losses losses(ComputationGraph graph) {
    return GqVaeGraph.measuring(graph)
        .evaluate(WordBatch.of(WORDS, Arrays.stream(COUNTS).boxed().toList()));
  }

  private static Stream<Arguments> kinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (Method method : Method.values()) {
      for (CodebookLearning learning : CodebookLearning.values()) {
        kinds.add(Arguments.of(method, learning));
      }
    }
    return kinds.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void learnsAHandfulOfWords(Method method, CodebookLearning learning) {
    ComputationGraph graph = graph(method, learning, 0, GateCost.fixed(0.5));
    double before = losses(graph).total();
    fit(graph, 60);
    assertThat(losses(graph).total()).isLessThan(0.8 * before);
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void learnsWithFixedGates(CodebookLearning learning) {
    ComputationGraph graph =
        GqVaeGraph.create(
            Networks.fixedSpec(learning),
            new Objective(1, 0.25, 1, DECAY, GateCost.fixed(0)),
            new OptimizerSpec(Method.ADAM, 3e-3, 10, 0, 2, 200, 0.1, 0),
            3);
    CodebookView.of(graph).switchOn();
    double before = losses(graph).total();
    double gateRate = losses(graph).gateRate();
    fit(graph, 60);
    assertThat(losses(graph).total()).isLessThan(0.8 * before);
    assertThat(losses(graph).gateRate()).isEqualTo(gateRate);
  }

  private static ComputationGraph gumbelGraph(double prior) {
    ComputationGraph graph =
        GqVaeGraph.create(
            Networks.gumbelSpec(),
            new Objective(1, 0, 0, 0, prior, new Annealing(1, 0.5, 60), GateCost.fixed(0.5)),
            new OptimizerSpec(Method.ADAM, 3e-3, 10, 0, 2, 200, 0.1, 0),
            3);
    CodebookView.of(graph).switchOn();
    return graph;
  }

  private static void fitWithNoise(ComputationGraph graph, int from, int to) {
    for (int step = from; step < to; step++) {
      graph.fit(TrainingBatch.dataSet(WORDS, COUNTS, (long) step << 32));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void learnsByDrawsOfSeveralCodes(double prior) {
    ComputationGraph graph = gumbelGraph(prior);
    double before = losses(graph).total();
    fitWithNoise(graph, 0, 60);
    assertThat(losses(graph).total()).isLessThan(0.8 * before);
    int[] codes = GqVaeGraph.measuring(graph).encode(WordBatch.of(WORDS)).codes();
    assertThat(Arrays.stream(codes).distinct().count()).isGreaterThan(3);
    assertThat(NetworkGraph.parameter(graph, "gumbel.steps").getFloat(0)).isEqualTo(60);
  }

  @Test
  void drawsGoOnBitForBitWhereAnotherGraphStood() {
    ComputationGraph straight = gumbelGraph(0.05);
    fitWithNoise(straight, 0, 4);
    ComputationGraph first = gumbelGraph(0.05);
    fitWithNoise(first, 0, 2);
    ComputationGraph second = gumbelGraph(0.05);
    NetworkGraph.restore(second, NetworkGraph.values(first), NetworkGraph.updaterState(first), 2);
    fitWithNoise(second, 2, 4);
    assertThat(NetworkGraph.values(second)).isEqualTo(NetworkGraph.values(straight));
  }

  @Test
  void otherNoiseGivesOtherParameters() {
    ComputationGraph one = gumbelGraph(0);
    fitWithNoise(one, 0, 2);
    ComputationGraph other = gumbelGraph(0);
    fitWithNoise(other, 1, 3);
    assertThat(NetworkGraph.values(one)).isNotEqualTo(NetworkGraph.values(other));
  }

  @Test
  void learnsWithoutCodes() {
    ComputationGraph graph =
        GqVaeGraph.create(
            Networks.codelessSpec(),
            new Objective(1, 0.25, 1, DECAY, GateCost.fixed(0.5)),
            new OptimizerSpec(Method.ADAM, 3e-3, 10, 0, 2, 200, 0.1, 0),
            3);
    double before = losses(graph).total();
    fit(graph, 60);
    assertThat(losses(graph).total()).isLessThan(0.5 * before);
    assertThat(losses(graph).quantization()).isZero();
    assertThat(CodebookView.of(graph).isOn()).isFalse();
    assertThat(GqVaeGraph.measuring(graph).hasCodes()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void scoresTheLossBeforeTheStep(CodebookLearning learning) {
    ComputationGraph graph = graph(Method.ADAM, learning, 0.01, GateCost.fixed(0.5));
    double loss = losses(graph).total();
    fit(graph, 1);
    assertThat(graph.score()).isCloseTo(loss, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void continuesBitForBitWhereAnotherGraphStood(Method method, CodebookLearning learning) {
    ComputationGraph straight = graph(method, learning, 0.01, GateCost.fixed(0.5));
    fit(straight, 4);

    ComputationGraph first = graph(method, learning, 0.01, GateCost.fixed(0.5));
    fit(first, 2);
    ComputationGraph second = graph(method, learning, 0.01, GateCost.fixed(7));
    fit(second, 1);
    NetworkGraph.restore(second, NetworkGraph.values(first), NetworkGraph.updaterState(first), 2);
    assertThat(NetworkGraph.values(second)).isEqualTo(NetworkGraph.values(first));
    fit(second, 2);

    assertThat(NetworkGraph.values(second)).isEqualTo(NetworkGraph.values(straight));
    assertThat(NetworkGraph.updaterState(second)).isEqualTo(NetworkGraph.updaterState(straight));
    assertThat(NetworkGraph.values(second)).isNotEqualTo(NetworkGraph.values(first));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesToStandWhereAGraphOfAnotherShapeStood(Method method, CodebookLearning learning) {
    ComputationGraph graph = graph(method, learning, 0, GateCost.fixed(0.5));
    float[] values = NetworkGraph.values(graph);
    float[] state = NetworkGraph.updaterState(graph);
    assertThatThrownBy(
            () -> NetworkGraph.restore(graph, Arrays.copyOf(values, values.length - 1), state, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> NetworkGraph.restore(graph, values, Arrays.copyOf(state, state.length + 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void movesAveragesWhateverTheLearningRate(Method method) {
    ComputationGraph graph =
        graph(method, CodebookLearning.MOVING_AVERAGE, 0.01, GateCost.fixed(0.5));
    double before = NetworkGraph.parameter(graph, "code.shares").sumNumber().doubleValue();
    fit(graph, 1);
    // The shares that a batch shows sum to 1.
    assertThat(NetworkGraph.parameter(graph, "code.shares").sumNumber().doubleValue())
        .isCloseTo(DECAY * before + (1 - DECAY), within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void leavesWhatTheDriverMovesAlone(Method method, CodebookLearning learning) {
    ComputationGraph graph = graph(method, learning, 0.01, GateCost.fixed(0.5));
    fit(graph, 3);
    assertThat(NetworkGraph.parameter(graph, "gate.cost").getFloat(0)).isEqualTo(0.5f);
    assertThat(NetworkGraph.parameter(graph, "quantizing").getFloat(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void steersTheCostOfAGateWhateverTheLearningRate(Method method) {
    GateCost target = new GateCost(0.5, 16, 0);
    ComputationGraph graph = graph(method, CodebookLearning.MOVING_AVERAGE, 0.01, target);
    fit(graph, 1);
    double once = GqVaeGraph.gateCost(graph);
    assertThat(once).isGreaterThan(0.5);
    fit(graph, 1);
    assertThat(GqVaeGraph.gateCost(graph)).isGreaterThan(once);
  }

  @Test
  void gatesFollowTheTarget() {
    ComputationGraph near =
        graph(Method.ADAM, CodebookLearning.MOVING_AVERAGE, 0, new GateCost(1, 1, 0));
    ComputationGraph far =
        graph(Method.ADAM, CodebookLearning.MOVING_AVERAGE, 0, new GateCost(1, 16, 0));
    fit(near, 200);
    fit(far, 200);
    assertThat(1 / losses(near).gateRate()).isLessThan(2);
    // Words have 3.4 bytes in the mean, and each ends a token.
    assertThat(1 / losses(far).gateRate()).isBetween(3.2, 3.5);
  }

  /** One step of plain gradient descent at the highest rate, with and without decay. */
  @Test
  void decaysWeightsAndNothingElse() {
    ComputationGraph with = graph(Method.SGD, CodebookLearning.GRADIENT, 0.5, GateCost.fixed(0.5));
    ComputationGraph without = graph(Method.SGD, CodebookLearning.GRADIENT, 0, GateCost.fixed(0.5));
    float[] before = NetworkGraph.values(with);
    fit(with, 1);
    fit(without, 1);
    float[] decayed = NetworkGraph.values(with);
    float[] plain = NetworkGraph.values(without);
    double rate = rate(Method.SGD) / 2; // the first of two steps of warm-up
    for (Parameters.Slice slice :
        GqVaeGraph.training(with.getConfiguration()).newNetwork().parameters().slices()) {
      double decay = slice.role() == Parameters.Role.WEIGHT ? 0.5 : 0;
      for (int i = 0; i < slice.size(); i++) {
        int at = Math.toIntExact(slice.offset()) + i;
        assertThat((double) decayed[at])
            .as("%s[%s]", slice.name(), i)
            .isCloseTo(plain[at] - rate * decay * before[at], within(1e-5));
      }
    }
  }

  @Test
  void createsTheSameGraphForTheSameSeed() {
    ComputationGraph one = graph(Method.SGD, CodebookLearning.GRADIENT, 0, GateCost.fixed(0.5));
    ComputationGraph other = graph(Method.SGD, CodebookLearning.GRADIENT, 0, GateCost.fixed(0.5));
    assertThat(NetworkGraph.values(one)).isEqualTo(NetworkGraph.values(other));
  }

  @Test
  void copiesItsValues() {
    ComputationGraph graph = graph(Method.ADAM, CodebookLearning.GRADIENT, 0, GateCost.fixed(0.5));
    float[] values = NetworkGraph.values(graph);
    float[] copy = values.clone();
    fit(graph, 1);
    assertThat(values).isEqualTo(copy);
    assertThat(NetworkGraph.values(graph)).isNotEqualTo(values);
  }
}
