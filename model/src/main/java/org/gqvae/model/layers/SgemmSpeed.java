package org.gqvae.model.layers;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.FloatPointer;

/** How fast this machine multiplies matrices. */
public final class SgemmSpeed {
  private static final int SIDE = 1_024;
  private static final double NANOS = 1e9;

  private SgemmSpeed() {}

  /**
   * Operations a second of OpenBLAS on square matrices of {@value #SIDE} rows, the best of the
   * repetitions that {@code time} allows, at least one behind a first that does not count. As many
   * threads as {@code OMP_NUM_THREADS} says.
   *
   * @param clock in nanoseconds, by which time is measured
   */
  public static double measure(Duration time, LongSupplier clock) {
    float[] ones = new float[SIDE * SIDE];
    Arrays.fill(ones, 1);
    try (FloatPointer a = new FloatPointer(ones);
        FloatPointer b = new FloatPointer(ones);
        FloatPointer c = new FloatPointer(ones)) {
      multiply(a, b, c);
      long least = Long.MAX_VALUE;
      long start = clock.getAsLong();
      do {
        long begin = clock.getAsLong();
        multiply(a, b, c);
        least = Math.min(least, clock.getAsLong() - begin);
      } while (clock.getAsLong() - start < time.toNanos());
      return 2.0 * SIDE * SIDE * SIDE / least * NANOS;
    }
  }

  private static void multiply(FloatPointer a, FloatPointer b, FloatPointer c) {
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        SIDE,
        SIDE,
        SIDE,
        1,
        a,
        SIDE,
        b,
        SIDE,
        0,
        c,
        SIDE);
  }
}
