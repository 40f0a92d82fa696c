package org.gqvae.model.layers;

import java.util.Arrays;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;

/**
 * Scales each row of x (P, width) to unit size: y = gain (x - mean) / sqrt(variance + e) + shift,
 * or without mean and shift.
 */
public final class Norm {
  private static final float EPSILON = 1e-5f;

  /** Which statistics a row is normalized by. */
  public enum Kind {
    /** Mean and variance (Ba et al. 2016). */
    LAYER,
    /** Root mean square alone (Zhang and Sennrich 2019). */
    ROOT_MEAN_SQUARE
  }

  private final Parameters parameters;
  private final Kind kind;
  private final int width;
  private final Slice gain;
  private final Slice shift; // null for ROOT_MEAN_SQUARE
  private final float[] gainValues;
  private final float[] shiftValues;
  private final float[] gainGradient;
  private final float[] shiftGradient;
  private float[] normalized = new float[0]; // (P, width)
  private float[] scales = new float[0]; // (P)  1 / sqrt(variance + e)
  private float[] output = new float[0];
  private float[] inputGradient = new float[0];
  private int rows;

  public Norm(Parameters parameters, String name, Kind kind, int width) {
    this.parameters = parameters;
    this.kind = kind;
    this.width = width;
    this.gain = parameters.declare(name + ".gain", Role.BIAS, Start.ONES, 1, width);
    this.shift = kind == Kind.LAYER ? parameters.bias(name + ".shift", width) : null;
    this.gainValues = new float[width];
    this.shiftValues = new float[width];
    this.gainGradient = new float[width];
    this.shiftGradient = new float[width];
  }

  public float[] forward(float[] x, int rows) {
    this.rows = rows;
    normalized = Vectors.room(normalized, rows * width);
    output = Vectors.room(output, rows * width);
    scales = Vectors.room(scales, rows);
    parameters.kernel().read(gain, gainValues);
    if (shift != null) {
      parameters.kernel().read(shift, shiftValues);
    }
    for (int row = 0; row < rows; row++) {
      int from = row * width;
      float mean = kind == Kind.LAYER ? Vectors.sum(x, from, width) / width : 0;
      for (int i = 0; i < width; i++) {
        normalized[from + i] = x[from + i] - mean;
      }
      float variance = Vectors.dot(normalized, from, normalized, from, width);
      float scale = 1 / (float) Math.sqrt(variance / width + EPSILON);
      scales[row] = scale;
      for (int i = 0; i < width; i++) {
        normalized[from + i] *= scale;
        output[from + i] = normalized[from + i] * gainValues[i] + shiftValues[i];
      }
    }
    return output;
  }

  public float[] backward(float[] dy) {
    inputGradient = Vectors.room(inputGradient, rows * width);
    Arrays.fill(gainGradient, 0);
    Arrays.fill(shiftGradient, 0);
    for (int row = 0; row < rows; row++) {
      int from = row * width;
      for (int i = 0; i < width; i++) {
        float d = dy[from + i];
        gainGradient[i] += d * normalized[from + i];
        shiftGradient[i] += d;
        inputGradient[from + i] = d * gainValues[i];
      }
      float meanGradient = kind == Kind.LAYER ? Vectors.sum(inputGradient, from, width) / width : 0;
      float meanProduct = Vectors.dot(inputGradient, from, normalized, from, width) / width;
      float scale = scales[row];
      for (int i = 0; i < width; i++) {
        inputGradient[from + i] =
            scale * (inputGradient[from + i] - meanGradient - normalized[from + i] * meanProduct);
      }
    }
    parameters.kernel().addGradient(gain, gainGradient);
    if (shift != null) {
      parameters.kernel().addGradient(shift, shiftGradient);
    }
    return inputGradient;
  }
}
