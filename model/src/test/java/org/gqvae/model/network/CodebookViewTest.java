package org.gqvae.model.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodebookViewTest {
  private static final int SERVING = 9;
  private static final int IDLE = 10;

  private static ComputationGraph graph(
      Method method, CodebookLearning learning, double codebookRate) {
    return GqVaeGraph.create(
        Networks.spec(Positions.LEARNED, learning, GaterInput.ENCODED),
        new Objective(1, 0.25, 1, 0.9, GateCost.fixed(1)),
        new OptimizerSpec(method, 1e-3, codebookRate, 1e-4, 0, 100, 0.1, 0),
        3);
  }

  private static float[] latent(int width) {
    float[] latent = new float[width];
    for (int d = 0; d < width; d++) {
      latent[d] = 0.37f * (d - 5);
    }
    return latent;
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void movesOneCodeToALatent(CodebookLearning learning) {
    ComputationGraph graph = graph(Method.ADAM, learning, 10);
    CodebookView view = CodebookView.of(graph);
    float[] before = GqVaeGraph.measuring(graph).codebook();
    int width = before.length / view.size();
    float[] latent = latent(width);
    view.move(SERVING, latent);

    float[] after = GqVaeGraph.measuring(graph).codebook();
    for (int v = 0; v < view.size(); v++) {
      for (int d = 0; d < width; d++) {
        int at = v * width + d;
        assertThat(after[at])
            .as("code %s", v)
            .isCloseTo(v == SERVING ? latent[d] : before[at], within(1e-6f));
      }
    }
  }

  @Test
  void movedAveragesStartAsThoseOfACodeThatServesAnEvenShare() {
    ComputationGraph graph = graph(Method.ADAM, CodebookLearning.MOVING_AVERAGE, 10);
    CodebookView view = CodebookView.of(graph);
    view.move(SERVING, latent(16));
    assertThat(NetworkGraph.parameter(graph, "code.shares").getFloat(0, SERVING))
        .isEqualTo(1f / view.size());
    assertThat(NetworkGraph.parameter(graph, "code.shares").getFloat(0, IDLE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void switchesTheQuantizerOn(CodebookLearning learning) {
    ComputationGraph graph = graph(Method.ADAM, learning, 10);
    assertThat(CodebookView.of(graph).isOn()).isFalse();
    assertThat(GqVaeGraph.measuring(graph).hasCodes()).isFalse();
    CodebookView.of(graph).switchOn();
    assertThat(CodebookView.of(graph).isOn()).isTrue();
    assertThat(GqVaeGraph.measuring(graph).hasCodes()).isTrue();
  }

  private static Stream<Arguments> optimizers() {
    List<Arguments> optimizers = new ArrayList<>();
    // With rate 1 the codebook shares a block of the optimizer's state with other parameters.
    for (double codebookRate : new double[] {1, 10}) {
      optimizers.add(Arguments.of(Method.AMSGRAD, 3, codebookRate));
      optimizers.add(Arguments.of(Method.ADAM, 2, codebookRate));
      optimizers.add(Arguments.of(Method.SGD, 0, codebookRate));
    }
    return optimizers.stream();
  }

  /** Only one code ever serves a latent, so that the others have no state to forget. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void forgetsTheOptimizersStateOfTheMovedCodeAlone(
      Method method, int vectors, double codebookRate) {
    ComputationGraph graph = graph(method, CodebookLearning.GRADIENT, codebookRate);
    CodebookView view = CodebookView.of(graph);
    int width = GqVaeGraph.measuring(graph).spec().width();
    float[] far = new float[width];
    Arrays.fill(far, 1e3f);
    for (int v = 0; v < view.size(); v++) {
      view.move(v, v == SERVING ? latent(width) : far);
    }
    view.switchOn();
    for (int step = 0; step < 3; step++) {
      graph.fit(TrainingBatch.dataSet(List.of(Word.of(" word".getBytes(UTF_8))), new int[] {1}, 0));
    }
    float[] before = NetworkGraph.updaterState(graph);

    view.move(IDLE, latent(width));
    assertThat(NetworkGraph.updaterState(graph)).isEqualTo(before);

    view.move(SERVING, latent(width));
    float[] after = NetworkGraph.updaterState(graph);
    int[] changed = IntStream.range(0, before.length).filter(i -> before[i] != after[i]).toArray();
    assertThat(changed).hasSize(vectors * width);
    assertThat(Arrays.stream(changed).filter(i -> after[i] != 0)).isEmpty();
  }
}
