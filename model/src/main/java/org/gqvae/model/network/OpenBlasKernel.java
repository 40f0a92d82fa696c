package org.gqvae.model.network;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.network.Parameters.Slice;

/**
 * The kernel of training: OpenBLAS on off-heap memory. Parameters and gradients are used where they
 * lie; activations are copied to off-heap staging areas and back, which costs a few percent of the
 * product.
 *
 * <p>A row's result may differ in its last bits with the number of rows beside it: use {@link
 * FixedOrderKernel} where a word's encoding must not depend on its neighbours.
 */
final class OpenBlasKernel implements Kernel {
  private final FloatPointer parameters;
  private final FloatPointer gradients;
  private final FloatBuffer parameterValues;
  private final FloatBuffer gradientValues;
  private final Staging left = new Staging();
  private final Staging right = new Staging();
  private final Staging result = new Staging();

  /**
   * @param parameters the flat vector, off-heap
   * @param gradients its gradient, of the same length, added to, never zeroed here; null where
   *     there is no backward pass
   */
  OpenBlasKernel(FloatPointer parameters, FloatPointer gradients) {
    this.parameters = parameters;
    this.gradients = gradients;
    this.parameterValues = parameters.asBuffer();
    this.gradientValues = gradients == null ? null : gradients.asBuffer();
  }

  @Override
  public void read(Slice slice, float[] values) {
    parameterValues.get(Math.toIntExact(slice.offset()), values, 0, slice.size());
  }

  @Override
  public void multiply(float[] x, int rows, Slice w, float[] y) {
    int in = w.rows();
    int out = w.columns();
    FloatPointer a = left.holding(x, rows * in);
    FloatPointer c = result.ofSize(rows * out);
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        rows,
        out,
        in,
        1,
        a,
        in,
        at(parameters, w),
        out,
        0,
        c,
        out);
    result.copyTo(y, rows * out);
  }

  @Override
  public void multiplyTransposed(float[] x, int rows, int width, float[] a, int n, float[] y) {
    FloatPointer b = left.holding(x, rows * width);
    FloatPointer c = result.ofSize(rows * n);
    FloatPointer d = right.holding(a, n * width);
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, rows, n, width, 1, b, width, d, width, 0, c, n);
    result.copyTo(y, rows * n);
  }

  @Override
  public void backward(float[] x, float[] dy, int rows, Slice w, float[] dx) {
    int in = w.rows();
    int out = w.columns();
    FloatPointer a = left.holding(x, rows * in);
    FloatPointer b = right.holding(dy, rows * out);
    cblas_sgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        in,
        out,
        rows,
        1,
        a,
        in,
        b,
        out,
        1,
        at(gradients, w),
        out);
    if (dx != null) {
      FloatPointer c = result.ofSize(rows * in);
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          rows,
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
      result.copyTo(dx, rows * in);
    }
  }

  @Override
  public void addGradient(Slice slice, float[] gradient) {
    int offset = Math.toIntExact(slice.offset());
    for (int i = 0; i < slice.size(); i++) {
      gradientValues.put(offset + i, gradientValues.get(offset + i) + gradient[i]);
    }
  }

  private static FloatPointer at(FloatPointer vector, Slice slice) {
    return vector.getPointer(slice.offset());
  }

  /** Off-heap room that grows to the largest matrix asked for. */
  private static final class Staging {
    private FloatPointer pointer = new FloatPointer(1L);
    private FloatBuffer buffer = pointer.asBuffer();

    FloatPointer ofSize(int size) {
      if (buffer.capacity() < size) {
        pointer.close();
        pointer = new FloatPointer(size + (long) (size >> 2));
        buffer = pointer.asBuffer();
      }
      return pointer;
    }

    FloatPointer holding(float[] values, int size) {
      ofSize(size);
      buffer.put(0, values, 0, size);
      return pointer;
    }

    void copyTo(float[] values, int size) {
      buffer.get(0, values, 0, size);
    }
  }
}
