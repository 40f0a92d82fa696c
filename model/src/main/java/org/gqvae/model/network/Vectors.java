package org.gqvae.model.network;

import java.util.Arrays;

/**
 * Loops over rows of activations, in forms that the JIT compiler turns into vector instructions.
 */
final class Vectors {
  private Vectors() {}

  /**
   * {@code array} if it has room for {@code size} values, else a larger one; its contents are not
   * kept.
   */
  static float[] room(float[] array, int size) {
    return array.length >= size ? array : new float[size + (size >> 2)];
  }

  /** {@link #room}, with the first {@code size} values zero. */
  static float[] zeros(float[] array, int size) {
    float[] room = room(array, size);
    Arrays.fill(room, 0, size, 0);
    return room;
  }

  /** y += a x. */
  static void addScaled(float a, float[] x, int xFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] += a * x[xFrom + i];
    }
  }

  /** y += x. */
  static void add(float[] x, int xFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] += x[xFrom + i];
    }
  }

  static float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += x[xFrom + i] * y[yFrom + i];
    }
    return sum;
  }

  /** target (indices.length, width) = the rows of x (., width) at {@code indices}. */
  static void gatherRows(float[] x, int[] indices, int from, int to, int width, float[] target) {
    for (int i = from; i < to; i++) {
      System.arraycopy(x, indices[i] * width, target, (i - from) * width, width);
    }
  }

  /** The rows of y (., width) at {@code indices} += the rows of x (indices.length, width). */
  static void scatterAddRows(float[] x, int[] indices, int from, int to, int width, float[] y) {
    for (int i = from; i < to; i++) {
      add(x, (i - from) * width, y, indices[i] * width, width);
    }
  }
}
