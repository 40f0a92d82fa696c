package org.gqvae.model.layers;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.Parameters.Slice;

/**
 * The kernel of training: OpenBLAS on off-heap memory. Parameters and gradients are used where they
 * lie; activations are copied to off-heap staging areas and back, some hundred rows at once.
 *
 * <p>A row's result may differ in its last bits with the number of rows beside it: use {@link
 * FixedOrderKernel} where a word's encoding must not depend on its neighbours.
 */
public final class OpenBlasKernel implements Kernel {
  /** Rows that are staged, multiplied and copied back before the next ones: they fit the cache. */
  private static final int ROWS_AT_ONCE = 384;

  private final FloatPointer parameters;
  private final FloatPointer gradients;
  private final FloatBuffer parameterValues;
  private final FloatBuffer gradientValues;
  private final Staging left = new Staging();
  private final Staging right = new Staging();
  private final Staging result = new Staging();
  private final FloatPointer ones;

  /**
   * @param parameters the flat vector, off-heap
   * @param gradients its gradient, of the same length, added to, never zeroed here; null where
   *     there is no backward pass
   */
  public OpenBlasKernel(FloatPointer parameters, FloatPointer gradients) {
    this.parameters = new FloatPointer(parameters);
    this.gradients = gradients == null ? null : new FloatPointer(gradients);
    this.parameterValues = parameters.asBuffer();
    this.gradientValues = gradients == null ? null : gradients.asBuffer();
    float[] one = new float[ROWS_AT_ONCE];
    Arrays.fill(one, 1);
    this.ones = new FloatPointer(one);
  }

  /** Bytes outside the heap where rows of so many values at most are staged, and their products. */
  public static long stagingBytes(int widest) {
    return stagingBytes(ROWS_AT_ONCE, widest);
  }

  /** The same of so many rows at most. */
  public static long stagingBytes(long rows, int widest) {
    return 3 * Vectors.roomBytes(Math.min(ROWS_AT_ONCE, rows) * widest);
  }

  @Override
  public boolean trains() {
    return gradients != null;
  }

  @Override
  public boolean fixesOrder() {
    return false;
  }

  @Override
  public void read(Slice slice, float[] values) {
    parameterValues.get(Math.toIntExact(slice.offset()), values, 0, slice.size());
  }

  @Override
  public void multiply(float[] x, int rows, Slice w, Slice bias, float[] y) {
    int in = w.rows();
    int out = w.columns();
    for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
      int count = Math.min(ROWS_AT_ONCE, rows - from);
      FloatPointer a = left.holding(x, from * in, count * in);
      FloatPointer c =
          bias == null
              ? result.ofSize(count * out)
              : result.repeating(parameterValues, bias.offset(), out, count);
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasNoTrans,
          count,
          out,
          in,
          1,
          a,
          in,
          at(parameters, w),
          out,
          bias == null ? 0 : 1,
          c,
          out);
      result.copyTo(y, from * out, count * out);
    }
  }

  @Override
  public void multiplyTransposed(
      float[] x, int xFrom, int rows, int width, float[] a, int aFrom, int n, float[] y) {
    FloatPointer b = left.holding(x, xFrom, rows * width);
    FloatPointer c = result.ofSize(rows * n);
    FloatPointer d = right.holding(a, aFrom, n * width);
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, rows, n, width, 1, b, width, d, width, 0, c, n);
    result.copyTo(y, 0, rows * n);
  }

  @Override
  public void backward(float[] x, float[] dy, int rows, Slice w, Slice bias, float[] dx) {
    int in = w.rows();
    int out = w.columns();
    for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
      int count = Math.min(ROWS_AT_ONCE, rows - from);
      FloatPointer a = left.holding(x, from * in, count * in);
      FloatPointer b = right.holding(dy, from * out, count * out);
      FloatPointer c = result.ofSize(count * in);
      cblas_sgemm(
          CblasRowMajor,
          CblasTrans,
          CblasNoTrans,
          in,
          out,
          count,
          1,
          a,
          in,
          b,
          out,
          1,
          at(gradients, w),
          out);
      if (bias != null) {
        cblas_sgemv(
            CblasRowMajor, CblasTrans, count, out, 1, b, out, ones, 1, 1, at(gradients, bias), 1);
      }
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          count,
          in,
          out,
          1,
          b,
          out,
          at(parameters, w),
          out,
          0,
          c,
          in);
      result.copyTo(dx, from * in, count * in);
    }
  }

  @Override
  public void multiplyTransposed(float[] x, int rows, Slice w, float[] y) {
    int out = w.rows();
    int in = w.columns();
    for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
      int count = Math.min(ROWS_AT_ONCE, rows - from);
      FloatPointer a = left.holding(x, from * in, count * in);
      FloatPointer c = result.ofSize(count * out);
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          count,
          out,
          in,
          1,
          a,
          in,
          at(parameters, w),
          in,
          0,
          c,
          out);
      result.copyTo(y, from * out, count * out);
    }
  }

  @Override
  public void backwardTransposed(float[] x, float[] dy, int rows, Slice w, float[] dx) {
    int out = w.rows();
    int in = w.columns();
    for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
      int count = Math.min(ROWS_AT_ONCE, rows - from);
      FloatPointer a = left.holding(x, from * in, count * in);
      FloatPointer b = right.holding(dy, from * out, count * out);
      FloatPointer c = result.ofSize(count * in);
      cblas_sgemm(
          CblasRowMajor,
          CblasTrans,
          CblasNoTrans,
          out,
          in,
          count,
          1,
          b,
          out,
          a,
          in,
          1,
          at(gradients, w),
          in);
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasNoTrans,
          count,
          in,
          out,
          1,
          b,
          out,
          at(parameters, w),
          in,
          0,
          c,
          in);
      result.copyTo(dx, from * in, count * in);
    }
  }

  @Override
  public void addGradient(Slice slice, float[] gradient) {
    int offset = Math.toIntExact(slice.offset());
    for (int i = 0; i < slice.size(); i++) {
      gradientValues.put(offset + i, gradientValues.get(offset + i) + gradient[i]);
    }
  }

  /** The vector itself, moved to the matrix: valid until it is moved again. */
  private static FloatPointer at(FloatPointer vector, Slice slice) {
    return vector.position(slice.offset());
  }
}
