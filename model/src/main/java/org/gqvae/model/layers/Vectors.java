package org.gqvae.model.layers;

import java.util.Arrays;

/**
 * Loops over rows of activations, in forms that the JIT compiler turns into vector instructions.
 */
public final class Vectors {
  private Vectors() {}

  /**
   * {@code array} if it has room for {@code size} values, else a larger one; its contents are not
   * kept.
   */
  public static float[] room(float[] array, int size) {
    return array.length >= size ? array : new float[size + (size >> 2)];
  }

  /** Bytes that {@link #room} takes for so many values. */
  public static long roomBytes(long size) {
    return (size + (size >> 2)) * Float.BYTES;
  }

  /** {@link #room}, with the first {@code size} values zero. */
  public static float[] zeros(float[] array, int size) {
    float[] room = room(array, size);
    Arrays.fill(room, 0, size, 0);
    return room;
  }

  /** y += a x. */
  public static void addScaled(float a, float[] x, int xFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] += a * x[xFrom + i];
    }
  }

  /** y += x. */
  public static void add(float[] x, int xFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] += x[xFrom + i];
    }
  }

  /** x . y, in four interleaved sums: a chain of additions would wait for each of them. */
  public static float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      a += x[xFrom + i] * y[yFrom + i];
      b += x[xFrom + i + 1] * y[yFrom + i + 1];
      c += x[xFrom + i + 2] * y[yFrom + i + 2];
      d += x[xFrom + i + 3] * y[yFrom + i + 3];
    }
    for (; i < length; i++) {
      a += x[xFrom + i] * y[yFrom + i];
    }
    return (a + b) + (c + d);
  }

  /** x . y, to the bit what {@link #addScaledRows} adds to zero with x as factors. */
  public static float dotInRowOrder(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float sum = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      int p = xFrom + i;
      int q = yFrom + i;
      sum += (x[p] * y[q] + x[p + 1] * y[q + 1]) + (x[p + 2] * y[q + 2] + x[p + 3] * y[q + 3]);
    }
    for (; i < length; i++) {
      sum += x[xFrom + i] * y[yFrom + i];
    }
    return sum;
  }

  /** {@code result[i]} = x . row i of y, for {@code count} rows that lie {@code stride} apart. */
  public static void dots(
      float[] x,
      int xFrom,
      float[] y,
      int yFrom,
      int stride,
      int count,
      int length,
      float[] result,
      int resultFrom) {
    int row = 0;
    for (; row < count - 3; row += 4) {
      int first = yFrom + row * stride;
      int second = first + stride;
      int third = second + stride;
      int fourth = third + stride;
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      for (int i = 0; i < length; i++) {
        float value = x[xFrom + i];
        a += value * y[first + i];
        b += value * y[second + i];
        c += value * y[third + i];
        d += value * y[fourth + i];
      }
      result[resultFrom + row] = a;
      result[resultFrom + row + 1] = b;
      result[resultFrom + row + 2] = c;
      result[resultFrom + row + 3] = d;
    }
    for (; row < count; row++) {
      result[resultFrom + row] = dot(x, xFrom, y, yFrom + row * stride, length);
    }
  }

  /**
   * y += the sum of factor i times row i of x, for {@code count} factors and rows that lie {@code
   * factorStride} and {@code stride} apart; four rows in one pass over y.
   */
  public static void addScaledRows(
      float[] factors,
      int factorsFrom,
      int factorStride,
      float[] x,
      int xFrom,
      int stride,
      int count,
      float[] y,
      int yFrom,
      int length) {
    int row = 0;
    for (; row < count - 3; row += 4) {
      int factor = factorsFrom + row * factorStride;
      float a = factors[factor];
      float b = factors[factor + factorStride];
      float c = factors[factor + 2 * factorStride];
      float d = factors[factor + 3 * factorStride];
      int first = xFrom + row * stride;
      int second = first + stride;
      int third = second + stride;
      int fourth = third + stride;
      for (int i = 0; i < length; i++) {
        y[yFrom + i] +=
            (a * x[first + i] + b * x[second + i]) + (c * x[third + i] + d * x[fourth + i]);
      }
    }
    for (; row < count; row++) {
      addScaled(
          factors[factorsFrom + row * factorStride], x, xFrom + row * stride, y, yFrom, length);
    }
  }

  /** The sum of x, in four interleaved sums. */
  public static float sum(float[] x, int from, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      a += x[from + i];
      b += x[from + i + 1];
      c += x[from + i + 2];
      d += x[from + i + 3];
    }
    for (; i < length; i++) {
      a += x[from + i];
    }
    return (a + b) + (c + d);
  }

  /** The largest of x; length at least 1. */
  public static float max(float[] x, int from, int length) {
    float a = x[from];
    float b = a;
    float c = a;
    float d = a;
    int i = 0;
    for (; i < length - 3; i += 4) {
      a = Math.max(a, x[from + i]);
      b = Math.max(b, x[from + i + 1]);
      c = Math.max(c, x[from + i + 2]);
      d = Math.max(d, x[from + i + 3]);
    }
    for (; i < length; i++) {
      a = Math.max(a, x[from + i]);
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  /** x becomes exp(x - largest), where no value is above {@code largest}; returns their sum. */
  public static float exponentiate(float[] x, int from, int length, float largest) {
    for (int i = from; i < from + length; i++) {
      x[i] = FastMath.exp(x[i] - largest);
    }
    return sum(x, from, length);
  }

  /** target (indices.length, width) = the rows of x (., width) at {@code indices}. */
  public static void gatherRows(
      float[] x, int[] indices, int from, int to, int width, float[] target) {
    for (int i = from; i < to; i++) {
      System.arraycopy(x, indices[i] * width, target, (i - from) * width, width);
    }
  }

  /** The rows of y (., width) at {@code indices} += the rows of x (indices.length, width). */
  public static void scatterAddRows(
      float[] x, int[] indices, int from, int to, int width, float[] y) {
    for (int i = from; i < to; i++) {
      add(x, (i - from) * width, y, indices[i] * width, width);
    }
  }
}
