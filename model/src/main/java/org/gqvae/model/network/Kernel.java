package org.gqvae.model.network;

import org.gqvae.model.network.Parameters.Slice;

/**
 * Products of activations with parameters. Activations are row-major arrays on the heap, one row a
 * position; parameters lie where the kernel keeps them. Not thread-safe.
 */
interface Kernel {

  /** Copies a matrix into {@code values}. */
  void read(Slice slice, float[] values);

  /** y (rows, out) = x (rows, in) . W (in, out). */
  void multiply(float[] x, int rows, Slice w, float[] y);

  /** y (rows, n) = x (rows, width) . Aᵀ, where A (n, width) lies on the heap. */
  void multiplyTransposed(float[] x, int rows, int width, float[] a, int n, float[] y);

  /** dW += xᵀ . dy and, unless {@code dx} is null, dx (rows, in) = dy (rows, out) . Wᵀ. */
  void backward(float[] x, float[] dy, int rows, Slice w, float[] dx);

  /** dW += {@code gradient}. */
  void addGradient(Slice slice, float[] gradient);
}
