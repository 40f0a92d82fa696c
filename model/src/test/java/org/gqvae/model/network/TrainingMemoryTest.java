package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.GqVaeSpec.Quantization;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingMemoryTest {
  /** Of the network and its layers. */
  private static final Set<String> PACKAGES =
      Set.of(GqVae.class.getPackageName(), Parameters.class.getPackageName());

  private static final Objective OBJECTIVE =
      new Objective(1, 0.25, 1, 0.9, 0.1, Annealing.NONE, GateCost.fixed(1));

  private static Stream<GqVaeSpec> specs() {
    return Stream.concat(
        Networks.specs(),
        Stream.of(
            Networks.fixedSpec(CodebookLearning.MOVING_AVERAGE),
            Networks.gumbelSpec(),
            Networks.codelessSpec()));
  }

  private static ComputationGraph graph(GqVaeSpec spec, Method method) {
    return GqVaeGraph.create(
        spec, OBJECTIVE, new OptimizerSpec(method, 1e-3, 10, 1e-4, 0, 10, 0.1, 0), 1);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void countsTheParametersThatAGraphHas(GqVaeSpec spec) {
    assertThat(new TrainingMemory(spec, Method.SGD).parameterBytes())
        .isEqualTo(4L * NetworkGraph.values(graph(spec, Method.SGD)).length);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void countsTheStateThatAGraphHas(Method method) {
    for (GqVaeSpec spec : specs().toList()) {
      assertThat(new TrainingMemory(spec, method).stateBytes())
          .isEqualTo(4L * NetworkGraph.updaterState(graph(spec, method)).length);
    }
  }

  @Test
  void ofThePapersNetworkIsToldWithoutMakingIt() {
    GqVaeSpec paper =
        new GqVaeSpec(
            10,
            50_000,
            1_024,
            16,
            4,
            2,
            4,
            Positions.LEARNED,
            CodebookLearning.MOVING_AVERAGE,
            GaterInput.ENCODED);
    TrainingMemory memory = new TrainingMemory(paper, Method.AMSGRAD);
    assertThat(memory.parameterBytes()).isBetween(700_000_000L, 800_000_000L);
    assertThat(memory.stateBytes()).isLessThan(Integer.MAX_VALUE);
    assertThat(memory.resultBytes()).isGreaterThan(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource(CodebookLearning.class)
  void countsTheActivationsThatAStepKeeps(CodebookLearning learning) {
    GqVaeSpec spec =
        new GqVaeSpec(10, 50, 64, 4, 2, 1, 2, Positions.LEARNED, learning, GaterInput.ENCODED);
    GqVae network = new GqVae(spec, OBJECTIVE);
    float[] values = Networks.values(spec, 5);
    network.bind(new FloatPointer(values), new FloatPointer(new float[values.length]));
    long before = bytes(network);
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 700));
    network.accumulateGradient(batch);
    assertThat(bytes(network) - before)
        .isCloseTo(
            new TrainingMemory(spec, Method.SGD).activationBytes(batch.positions()),
            withinPercentage(10));
  }

  /** Of many codes, where they are most of what a network takes. */
  @ParameterizedTest
  @MethodSource("manyCodes")
  void countsTheCodebooksThatTrainingKeeps(GqVaeSpec spec) {
    GqVae network = new GqVae(spec, OBJECTIVE);
    float[] values = Networks.values(spec, 5);
    network.bind(new FloatPointer(values), new FloatPointer(new float[values.length]));
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 300));
    network.accumulateGradient(batch);
    assertThat(bytes(network))
        .isCloseTo(
            new TrainingMemory(spec, Method.SGD).trainingBytes(batch.positions()),
            withinPercentage(10));
  }

  @ParameterizedTest
  @MethodSource("manyCodes")
  void countsTheCodebooksThatMeasuringKeeps(GqVaeSpec spec) {
    GqVae network = GqVae.forMeasuring(spec, OBJECTIVE, Networks.values(spec, 5));
    WordBatch batch = WordBatch.of(List.of(Word.of(new byte[] {'a'})));
    network.observe(batch);
    assertThat(bytes(network))
        .isCloseTo(
            new TrainingMemory(spec, Method.SGD).measuringBytes(batch.positions()),
            withinPercentage(10));
  }

  private static Stream<GqVaeSpec> manyCodes() {
    return Stream.of(
        manyCodes(Quantization.NEAREST, CodebookLearning.MOVING_AVERAGE),
        manyCodes(Quantization.NEAREST, CodebookLearning.GRADIENT),
        manyCodes(Quantization.GUMBEL_SOFTMAX, CodebookLearning.GRADIENT));
  }

  private static GqVaeSpec manyCodes(Quantization quantization, CodebookLearning learning) {
    return new GqVaeSpec(
        10,
        30_000,
        64,
        4,
        1,
        1,
        1,
        Positions.LEARNED,
        quantization,
        learning,
        GaterInput.ENCODED,
        0);
  }

  /** Bytes of the arrays that a network's layers hold. */
  private static long bytes(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return bytes(root, seen);
  }

  private static long bytes(Object object, Set<Object> seen) {
    if (object == null || !seen.add(object)) {
      return 0;
    }
    if (object instanceof float[] array) {
      return (long) Float.BYTES * array.length;
    }
    if (object instanceof int[] array) {
      return (long) Integer.BYTES * array.length;
    }
    if (object instanceof double[] array) {
      return (long) Double.BYTES * array.length;
    }
    long sum = 0;
    if (object instanceof List<?> list) {
      for (Object element : list) {
        sum += bytes(element, seen);
      }
    } else if (object.getClass().isArray() && !object.getClass().getComponentType().isPrimitive()) {
      for (int i = 0; i < Array.getLength(object); i++) {
        sum += bytes(Array.get(object, i), seen);
      }
    } else if (PACKAGES.contains(object.getClass().getPackageName())) {
      for (Field field : object.getClass().getDeclaredFields()) {
        if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          try {
            sum += bytes(field.get(object), seen);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    return sum;
  }
}
