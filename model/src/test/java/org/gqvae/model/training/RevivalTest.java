package org.gqvae.model.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.network.CodebookView;
import org.gqvae.model.network.GateCost;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevivalTest {
  private static final int V = 8;
  private static final int WIDTH = 8;

  /** Code 0 is a lesser twin of 1, 4 an equal one of 3; 2 and 7 are unused. */
  private static final List<byte[]> LITERALS =
      Stream.of("a", "a", "b", "c", "c", "d", "b", "e").map(text -> text.getBytes(UTF_8)).toList();

  private static final int[] USES = {5, 9, 0, 3, 3, 7, 1, 0};

  private static ComputationGraph graph(CodebookLearning learning) {
    return GqVaeGraph.create(
        new GqVaeSpec(4, V, WIDTH, 2, 1, 1, 1, Positions.LEARNED, learning, GaterInput.ENCODED),
        new Objective(1, 0.25, 1, 0.9, GateCost.fixed(1)),
        new OptimizerSpec(Method.AMSGRAD, 1e-3, 10, 0, 0, 100, 0.1, 0),
        3);
  }

  private static CodebookUsage usage(int latents) {
    CodebookUsage usage = new CodebookUsage(V, 100);
    for (int v = 0; v < V; v++) {
      usage.addUse(v, USES[v]);
    }
    for (int i = 0; i < latents; i++) {
      float[] latent = new float[WIDTH];
      Arrays.fill(latent, 0.3f * (i + 1));
      latent[i % WIDTH] = -1;
      usage.reservoir().offer(i, 1 + i, latent, 0, WIDTH);
    }
    return usage;
  }

  private static float[] code(ComputationGraph graph, int v) {
    float[] codebook = GqVaeGraph.measuring(graph).codebook();
    return Arrays.copyOfRange(codebook, v * WIDTH, (v + 1) * WIDTH);
  }

  /** The codes that differ between two graphs of the same start. */
  private static List<Integer> moved(ComputationGraph graph, ComputationGraph untouched) {
    return IntStream.range(0, V)
        .filter(v -> !Arrays.equals(code(graph, v), code(untouched, v)))
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void startsTheCodebookFromTheLatentsAndSwitchesTheQuantizerOn(CodebookLearning learning) {
    ComputationGraph graph = graph(learning);
    CodebookUsage usage = usage(5);
    new Revival(0.1).start(graph, usage);
    assertThat(CodebookView.of(graph).isOn()).isTrue();
    for (int v = 0; v < V; v++) {
      // Eight codes from five latents: the first ones twice.
      assertThat(code(graph, v)).isEqualTo(usage.reservoir().best().get(v % 5));
    }
  }

  @Test
  void hasNothingToStartFromWithoutLatents() {
    ComputationGraph graph = graph(CodebookLearning.GRADIENT);
    assertThatThrownBy(() -> new Revival(0.1).start(graph, usage(0)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(CodebookView.of(graph).isOn()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void movesUnusedCodesThenTwinsThoseUsedLeastFirst(CodebookLearning learning) {
    ComputationGraph graph = graph(learning);
    CodebookUsage usage = usage(20);
    assertThat(new Revival(1).revive(graph, usage, LITERALS)).isEqualTo(4);
    List<float[]> latents = usage.reservoir().best();
    List<Integer> order = List.of(2, 7, 4, 0);
    for (int i = 0; i < order.size(); i++) {
      assertThat(code(graph, order.get(i))).as("code %s", order.get(i)).isEqualTo(latents.get(i));
    }
    assertThat(moved(graph, graph(learning))).containsExactlyInAnyOrderElementsOf(order);
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void movesNoMoreThanItsShareOfTheCodebook(CodebookLearning learning) {
    ComputationGraph graph = graph(learning);
    // A fifth of eight, rounded up.
    assertThat(new Revival(0.2).revive(graph, usage(20), LITERALS)).isEqualTo(2);
    assertThat(moved(graph, graph(learning))).containsExactly(2, 7);
    assertThat(new Revival(0).revive(graph, usage(20), LITERALS)).isZero();
  }

  @Test
  void movesNoMoreThanThereAreLatents() {
    ComputationGraph graph = graph(CodebookLearning.GRADIENT);
    assertThat(new Revival(1).revive(graph, usage(1), LITERALS)).isEqualTo(1);
    assertThat(moved(graph, graph(CodebookLearning.GRADIENT))).containsExactly(2);
  }

  @Test
  void leavesCodesAloneThatAllServe() {
    ComputationGraph graph = graph(CodebookLearning.MOVING_AVERAGE);
    CodebookUsage usage = usage(20);
    usage.addUse(2, 1);
    usage.addUse(7, 1);
    List<byte[]> distinct = new ArrayList<>();
    for (int v = 0; v < V; v++) {
      distinct.add(new byte[] {(byte) v});
    }
    assertThat(new Revival(1).revive(graph, usage, distinct)).isZero();
    assertThat(moved(graph, graph(CodebookLearning.MOVING_AVERAGE))).isEmpty();
  }
}
