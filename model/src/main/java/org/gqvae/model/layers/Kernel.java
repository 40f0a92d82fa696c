package org.gqvae.model.layers;

import org.gqvae.model.layers.Parameters.Slice;

/**
 * Products of activations with parameters. Activations are row-major arrays on the heap, one row a
 * position; parameters lie where the kernel keeps them. Not thread-safe.
 */
public interface Kernel {

  /** Whether there are gradients: then the parameters change from batch to batch. */
  boolean trains();

  /** Whether sums keep one order on every machine; such a kernel does not train. */
  boolean fixesOrder();

  /** Copies a matrix into {@code values}. */
  void read(Slice slice, float[] values);

  /**
   * y (rows, out) = x (rows, in) . W (in, out) + b (out), or without {@code bias} if it is null.
   */
  void multiply(float[] x, int rows, Slice w, Slice bias, float[] y);

  /**
   * y (rows, n) = x (rows, width) . Aᵀ, where A (n, width) lies on the heap; x begins at {@code
   * xFrom} and A at {@code aFrom}.
   */
  void multiplyTransposed(
      float[] x, int xFrom, int rows, int width, float[] a, int aFrom, int n, float[] y);

  /**
   * dW += xᵀ . dy; db += the sum of the rows of dy, unless {@code bias} is null; and dx (rows, in)
   * = dy (rows, out) . Wᵀ.
   */
  void backward(float[] x, float[] dy, int rows, Slice w, Slice bias, float[] dx);

  /** y (rows, out) = x (rows, in) . Wᵀ, where W is (out, in). */
  void multiplyTransposed(float[] x, int rows, Slice w, float[] y);

  /** Of {@link #multiplyTransposed(float[], int, Slice, float[])}: dW += dyᵀ . x, dx = dy . W. */
  void backwardTransposed(float[] x, float[] dy, int rows, Slice w, float[] dx);

  /** dW += {@code gradient}. */
  void addGradient(Slice slice, float[] gradient);
}
