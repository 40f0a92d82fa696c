package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.Kernel;
import org.gqvae.model.layers.OpenBlasKernel;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.text.RandomText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingFlopsTest {

  /** Counts 2 m n k of each product before it is made. */
  private static final class CountingKernel implements Kernel {
    final Kernel kernel;
    long flops;

    CountingKernel(Kernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public boolean trains() {
      return kernel.trains();
    }

    @Override
    public boolean fixesOrder() {
      return kernel.fixesOrder();
    }

    @Override
    public void read(Slice slice, float[] values) {
      kernel.read(slice, values);
    }

    @Override
    public void multiply(float[] x, int rows, Slice w, Slice bias, float[] y) {
      flops += 2L * rows * w.size();
      kernel.multiply(x, rows, w, bias, y);
    }

    @Override
    public void multiplyTransposed(
        float[] x, int xFrom, int rows, int width, float[] a, int aFrom, int n, float[] y) {
      flops += 2L * rows * width * n;
      kernel.multiplyTransposed(x, xFrom, rows, width, a, aFrom, n, y);
    }

    @Override
    public void backward(float[] x, float[] dy, int rows, Slice w, Slice bias, float[] dx) {
      flops += 4L * rows * w.size();
      kernel.backward(x, dy, rows, w, bias, dx);
    }

    @Override
    public void multiplyTransposed(float[] x, int rows, Slice w, float[] y) {
      flops += 2L * rows * w.size();
      kernel.multiplyTransposed(x, rows, w, y);
    }

    @Override
    public void backwardTransposed(float[] x, float[] dy, int rows, Slice w, float[] dx) {
      flops += 4L * rows * w.size();
      kernel.backwardTransposed(x, dy, rows, w, dx);
    }

    @Override
    public void addGradient(Slice slice, float[] gradient) {
      kernel.addGradient(slice, gradient);
    }
  }

  private static Stream<GqVaeSpec> specs() {
    return Stream.concat(
        Networks.specs(),
        Stream.of(
            Networks.fixedSpec(GqVaeSpec.CodebookLearning.MOVING_AVERAGE),
            Networks.gumbelSpec(),
            Networks.codelessSpec()));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void equalTheProductsThatAStepMakes(GqVaeSpec spec) {
    float[] values = Networks.values(spec, 5);
    GqVae network = new GqVae(spec, new Objective(1, 0.25, 1, 0.9, GateCost.fixed(1)));
    CountingKernel kernel =
        new CountingKernel(
            new OpenBlasKernel(
                new FloatPointer(values), new FloatPointer(new float[values.length])));
    network.bind(kernel);
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 300));
    network.accumulateGradient(batch);
    assertThat(new TrainingFlops(spec, batch).step()).isEqualTo(kernel.flops);
  }
}
