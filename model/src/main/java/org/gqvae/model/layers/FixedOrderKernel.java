package org.gqvae.model.layers;

import java.util.Arrays;
import org.gqvae.model.layers.Parameters.Slice;

/**
 * The kernel of encoding: plain Java loops in which every row is summed in one fixed order. A row's
 * result is the same bits alone or in any batch, on any number of threads, on any machine.
 */
public final class FixedOrderKernel implements Kernel {
  private final float[] parameters;

  public FixedOrderKernel(float[] parameters) {
    this.parameters = parameters;
  }

  @Override
  public boolean trains() {
    return false;
  }

  @Override
  public boolean fixesOrder() {
    return true;
  }

  @Override
  public void read(Slice slice, float[] values) {
    System.arraycopy(parameters, Math.toIntExact(slice.offset()), values, 0, slice.size());
  }

  @Override
  public void multiply(float[] x, int rows, Slice w, Slice bias, float[] y) {
    int out = w.columns();
    multiply(x, rows, w.rows(), parameters, Math.toIntExact(w.offset()), out, y);
    for (int row = 0; row < rows && bias != null; row++) {
      Vectors.add(parameters, Math.toIntExact(bias.offset()), y, row * out, out);
    }
  }

  @Override
  public void multiplyTransposed(
      float[] x, int xFrom, int rows, int width, float[] a, int aFrom, int n, float[] y) {
    throw notForTraining();
  }

  private static void multiply(
      float[] x, int rows, int in, float[] w, int offset, int out, float[] y) {
    Arrays.fill(y, 0, rows * out, 0);
    for (int row = 0; row < rows; row++) {
      Vectors.addScaledRows(x, row * in, 1, w, offset, out, in, y, row * out, out);
    }
  }

  @Override
  public void backward(float[] x, float[] dy, int rows, Slice w, Slice bias, float[] dx) {
    throw notForTraining();
  }

  @Override
  public void multiplyTransposed(float[] x, int rows, Slice w, float[] y) {
    int in = w.columns();
    int out = w.rows();
    int offset = Math.toIntExact(w.offset());
    for (int row = 0; row < rows; row++) {
      Vectors.dots(x, row * in, parameters, offset, in, out, in, y, row * out);
    }
  }

  @Override
  public void backwardTransposed(float[] x, float[] dy, int rows, Slice w, float[] dx) {
    throw new IllegalStateException("this network is bound for encoding, not for training");
  }

  @Override
  public void addGradient(Slice slice, float[] gradient) {
    throw notForTraining();
  }

  private static IllegalStateException notForTraining() {
    return new IllegalStateException("this network is bound for encoding, not for training");
  }
}
