package org.gqvae.model.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels against loops over the definition, in doubles. */
class KernelTest {
  private static final int OFFSET = 40;

  private final SplittableRandom random = new SplittableRandom(3);

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(1, 1, 1),
        Arguments.of(1, 7, 3),
        Arguments.of(3, 4, 33),
        Arguments.of(17, 9, 5),
        Arguments.of(64, 130, 31),
        // More rows than a kernel may take at once.
        Arguments.of(1_000, 5, 33));
  }

  private float[] random(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Slice slice(int rows, int columns) {
    return new Slice("w", Role.WEIGHT, Start.ZEROS, rows, columns, OFFSET);
  }

  /** At the front, before the matrix. */
  private static Slice bias(int columns) {
    return new Slice("b", Role.BIAS, Start.ZEROS, 1, columns, 0);
  }

  private static List<Kernel> kernels(float[] parameters) {
    return List.of(
        new FixedOrderKernel(parameters), new OpenBlasKernel(new FloatPointer(parameters), null));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void multipliesRowsByAMatrix(int rows, int in, int out) {
    float[] parameters = random(OFFSET + in * out + 3);
    float[] x = random(rows * in);
    double[] product = new double[rows * out];
    double[] shifted = new double[rows * out];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < out; j++) {
        for (int k = 0; k < in; k++) {
          product[row * out + j] += (double) x[row * in + k] * parameters[OFFSET + k * out + j];
        }
        shifted[row * out + j] = product[row * out + j] + parameters[j];
      }
    }
    for (Kernel kernel : kernels(parameters)) {
      float[] y = random(rows * out + 2);
      float[] behind = Arrays.copyOfRange(y, rows * out, y.length);
      kernel.multiply(x, rows, slice(in, out), null, y);
      assertClose(y, product);
      kernel.multiply(x, rows, slice(in, out), bias(out), y);
      assertClose(y, shifted);
      assertThat(y).as("behind the product").endsWith(behind);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void multipliesRowsByATransposedMatrix(int rows, int width, int n) {
    Kernel kernel = new OpenBlasKernel(new FloatPointer(random(1)), null);
    // Twice, because a kernel may remember the matrix before.
    for (int time = 0; time < 2; time++) {
      int xFrom = 3;
      int aFrom = 5;
      float[] x = random(xFrom + rows * width);
      float[] a = random(aFrom + n * width);
      double[] expected = new double[rows * n];
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < width; k++) {
            expected[row * n + i] += (double) x[xFrom + row * width + k] * a[aFrom + i * width + k];
          }
        }
      }
      float[] y = random(rows * n);
      kernel.multiplyTransposed(x, xFrom, rows, width, a, aFrom, n, y);
      assertClose(y, expected);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void addsTheGradientOfAProduct(int rows, int in, int out) {
    float[] parameters = random(OFFSET + in * out + 3);
    float[] before = random(parameters.length);
    float[] x = random(rows * in);
    float[] dy = random(rows * out);
    double[] weightGradient = new double[before.length];
    double[] inputGradient = new double[rows * in];
    double[] withBias = new double[before.length];
    Arrays.setAll(weightGradient, i -> before[i]);
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < in; k++) {
        for (int j = 0; j < out; j++) {
          int w = OFFSET + k * out + j;
          weightGradient[w] += (double) x[row * in + k] * dy[row * out + j];
          inputGradient[row * in + k] += (double) dy[row * out + j] * parameters[w];
        }
      }
    }

    System.arraycopy(weightGradient, 0, withBias, 0, withBias.length);
    for (int i = 0; i < rows * out; i++) {
      withBias[i % out] += dy[i];
    }

    FloatPointer gradients = new FloatPointer(before);
    Kernel kernel = new OpenBlasKernel(new FloatPointer(parameters), gradients);
    float[] dx = random(rows * in);
    kernel.backward(x, dy, rows, slice(in, out), null, dx);
    assertClose(dx, inputGradient);
    assertClose(valuesOf(gradients, before.length), weightGradient);

    gradients.put(before);
    kernel.backward(x, dy, rows, slice(in, out), bias(out), dx);
    assertClose(dx, inputGradient);
    assertClose(valuesOf(gradients, before.length), withBias);
  }

  @Test
  void addsAGradientInItsPlace() {
    FloatPointer gradients = new FloatPointer(1, 1, 1, 1, 1, 1, 1, 1, 1);
    new OpenBlasKernel(new FloatPointer(new float[9]), gradients)
        .addGradient(
            new Slice("w", Role.WEIGHT, Start.ZEROS, 2, 3, 2), new float[] {1, 2, 3, 4, 5, 6});
    assertThat(valuesOf(gradients, 9)).containsExactly(1, 1, 2, 3, 4, 5, 6, 7, 1);
  }

  @Test
  void readsAMatrix() {
    float[] parameters = random(OFFSET + 6);
    for (Kernel kernel : kernels(parameters)) {
      float[] values = new float[6];
      kernel.read(slice(2, 3), values);
      assertThat(values).containsExactly(Arrays.copyOfRange(parameters, OFFSET, OFFSET + 6));
    }
  }

  @Test
  void fixedOrderDoesNotTrain() {
    Kernel kernel = new FixedOrderKernel(new float[OFFSET + 1]);
    float[] one = {1};
    assertThat(kernel.trains()).isFalse();
    assertThat(kernel.fixesOrder()).isTrue();
    assertThatThrownBy(() -> kernel.multiplyTransposed(one, 0, 1, 1, one, 0, 1, one))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kernel.backward(one, one, 1, slice(1, 1), null, one))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kernel.addGradient(slice(1, 1), one))
        .isInstanceOf(IllegalStateException.class);
  }

  private static float[] valuesOf(FloatPointer pointer, int size) {
    float[] values = new float[size];
    pointer.get(values);
    return values;
  }

  private static void assertClose(float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).as("[%s]", i).isLessThan(1e-4);
    }
  }
}
