package org.gqvae.model.language.doubles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.gqvae.model.language.doubles.LanguageModelSpec.Positions;
import org.gqvae.model.layers.doubles.OpenBlasKernel;
import org.gqvae.model.layers.doubles.Parameters.Slice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the loss against its definition, and every gradient against finite differences. */
class LanguageModelGradientTest {
  private static final double STEP = 1e-5;
  private static final int VOCABULARY = 11;
  private static final int CONTEXT = 5;

  /** Two whole contexts, and one of two tokens. */
  private static final TokenBatch BATCH =
      new TokenBatch(
          new int[] {1, 4, 4, 0, 10, 3, 2, 1, 9, 9, 5, 6},
          new int[] {4, 4, 0, 10, 3, 2, 1, 9, 9, 5, 6, 7},
          CONTEXT);

  private final double[] values;
  private final LanguageModelSpec[] specs = new LanguageModelSpec[Positions.values().length];

  LanguageModelGradientTest() {
    for (Positions positions : Positions.values()) {
      specs[positions.ordinal()] = new LanguageModelSpec(VOCABULARY, CONTEXT, 2, 8, 2, positions);
    }
    SplittableRandom random = new SplittableRandom(5);
    values = new double[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.4 * random.nextGaussian();
    }
  }

  private static LanguageModel bound(
      LanguageModelSpec spec, DoublePointer parameters, DoublePointer gradients) {
    LanguageModel model = new LanguageModel(spec);
    model.bind(new OpenBlasKernel(parameters, gradients));
    return model;
  }

  @ParameterizedTest
  @EnumSource(Positions.class)
  void gradientEqualsFiniteDifferences(Positions positions) {
    LanguageModelSpec spec = specs[positions.ordinal()];
    int size = (int) LanguageModel.parameterCount(spec);
    DoublePointer parameters = new DoublePointer(values);
    DoublePointer gradients = new DoublePointer(values.length);
    double[] gradient = new double[size];
    gradients.put(new double[values.length]);
    LanguageModel model = bound(spec, parameters, gradients);
    model.accumulateGradient(BATCH);
    gradients.get(gradient);
    for (Slice slice : model.parameters().slices()) {
      for (int i = 0; i < slice.size(); i += Math.max(1, slice.size() / 40)) {
        long index = slice.offset() + i;
        parameters.put(index, values[(int) index] + STEP);
        double above = model.nats(BATCH);
        parameters.put(index, values[(int) index] - STEP);
        double below = model.nats(BATCH);
        parameters.put(index, values[(int) index]);
        assertThat(gradient[(int) index])
            .as("%s[%d]", slice.name(), i)
            .isCloseTo((above - below) / (2 * STEP) / BATCH.positions(), within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Positions.class)
  void lossIsThatOfTheDefinition(Positions positions) {
    LanguageModelSpec spec = specs[positions.ordinal()];
    LanguageModel model = bound(spec, new DoublePointer(values), null);
    assertThat(model.nats(BATCH))
        .isCloseTo(
            new PlainLanguageModel(spec, model.parameters(), values).nats(BATCH), within(1e-9));
  }
}
