package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.FlatVector;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.VectorPlaces;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class VectorPlacesTest {
  private static ComputationGraph graph(CodebookLearning learning) {
    return GqVaeGraph.create(
        Networks.spec(Positions.LEARNED, learning, GaterInput.ENCODED),
        new Objective(1, 0.25, 1, 0.9, GateCost.fixed(0.5)),
        new OptimizerSpec(OptimizerSpec.Method.AMSGRAD, 3e-3, 10, 0, 2, 200, 0.1, 0),
        3);
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void namesTheMatrixOfAParameter(CodebookLearning learning) {
    ComputationGraph graph = graph(learning);
    Map<String, INDArray> matrices = NetworkGraph.parameters(graph);
    for (Map.Entry<String, INDArray> matrix : matrices.entrySet()) {
      ComputationGraph changed = graph(learning);
      long last = matrix.getValue().length() - 1;
      NetworkGraph.parameters(changed).get(matrix.getKey()).putScalar(last, Float.NaN);
      long place = new FlatVector(changed.params()).firstNotFinite();
      assertThat(VectorPlaces.parameter(graph, place)).isEqualTo(matrix.getKey());
    }
    assertThatThrownBy(() -> VectorPlaces.parameter(graph, graph.numParams()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** A step leaves state where there is a gradient, and only there. */
  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void namesTheMatrixOfTheOptimizersState(CodebookLearning learning) {
    ComputationGraph graph = graph(learning);
    List<Word> words =
        List.of(
            Word.of(" the".getBytes(StandardCharsets.UTF_8)),
            Word.of("s".getBytes(StandardCharsets.UTF_8)));
    graph.fit(TrainingBatch.dataSet(words, new int[] {3, 2}, 0));

    Set<String> withGradient = new HashSet<>();
    Map<String, Long> sizes = new TreeMap<>();
    NetworkGraph.parameters(graph)
        .forEach(
            (name, matrix) -> {
              INDArray step = graph.gradient().getGradientFor("network_" + name);
              boolean isTrained =
                  !Set.of("quantizing", "code.shares", "code.sums", "gate.cost").contains(name);
              if (isTrained) {
                sizes.put(name, 3 * matrix.length());
                if (step.amaxNumber().floatValue() > 0) {
                  withGradient.add(name);
                }
              }
            });
    INDArray state = graph.getUpdater().getStateViewArray();
    Set<String> withState = new HashSet<>();
    Map<String, Long> found = new TreeMap<>();
    for (long place = 0; place < state.length(); place++) {
      String name = VectorPlaces.state(graph, place);
      found.merge(name, 1L, Long::sum);
      if (state.getFloat(place) != 0) {
        withState.add(name);
      }
    }
    assertThat(found).isEqualTo(sizes);
    assertThat(withState).isEqualTo(withGradient).hasSizeBetween(2, sizes.size() - 1);
  }

  @Test
  void knowsNoPlaceBehindTheState() {
    ComputationGraph graph = graph(CodebookLearning.GRADIENT);
    long length = graph.getUpdater().getStateViewArray().length();
    assertThatThrownBy(() -> VectorPlaces.state(graph, length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
