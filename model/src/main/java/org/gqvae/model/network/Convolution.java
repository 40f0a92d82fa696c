package org.gqvae.model.network;

import java.util.Arrays;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Vectors;

/**
 * A 1-D convolution along each word with 'same' padding: y[t] = b + sum over taps k of x[t + k -
 * (taps-1)/2] . W[k]; x is zero outside of the word. x (P, in), W (taps, in, out), y (P, out). Taps
 * that no pair of positions of a word can reach have no parameters.
 */
final class Convolution {
  private final Parameters parameters;
  private final int inputs;
  private final int outputs;
  private final int firstShift;
  private final Slice[] taps;
  private final Slice bias;
  private final float[] biasValues;
  private final float[] biasGradient;
  private float[] output = new float[0];
  private float[] inputGradient = new float[0];
  private float[] gathered = new float[0];
  private float[] product = new float[0];
  private float[] gatheredGradient = new float[0];
  private int[] targets = new int[0];
  private int[] sources = new int[0];
  private float[] input;
  private WordBatch batch;

  Convolution(Parameters parameters, String name, int kernelSize, int inputs, int outputs) {
    this.parameters = parameters;
    this.inputs = inputs;
    this.outputs = outputs;
    int left = (kernelSize - 1) / 2;
    int right = kernelSize / 2;
    int reach = GqVaeSpec.WORD_BYTES - 1;
    this.firstShift = -Math.min(left, reach);
    this.taps = new Slice[Math.min(right, reach) - firstShift + 1];
    Slice weight = parameters.weight(name + ".weight", taps.length * inputs, outputs);
    for (int k = 0; k < taps.length; k++) {
      taps[k] = weight.rows(k * inputs, inputs);
    }
    this.bias = parameters.bias(name + ".bias", outputs);
    this.biasValues = new float[outputs];
    this.biasGradient = new float[outputs];
  }

  float[] forward(float[] x, WordBatch batch) {
    this.input = x;
    this.batch = batch;
    int rows = batch.positions();
    output = Vectors.room(output, rows * outputs);
    parameters.kernel().read(bias, biasValues);
    for (int p = 0; p < rows; p++) {
      System.arraycopy(biasValues, 0, output, p * outputs, outputs);
    }
    gathered = Vectors.room(gathered, rows * inputs);
    product = Vectors.room(product, rows * outputs);
    for (int k = 0; k < taps.length; k++) {
      int pairs = pairsAt(firstShift + k);
      Vectors.gatherRows(x, sources, 0, pairs, inputs, gathered);
      parameters.kernel().multiply(gathered, pairs, taps[k], null, product);
      Vectors.scatterAddRows(product, targets, 0, pairs, outputs, output);
    }
    return output;
  }

  float[] backward(float[] dy) {
    int rows = batch.positions();
    inputGradient = Vectors.zeros(inputGradient, rows * inputs);
    gatheredGradient = Vectors.room(gatheredGradient, rows * inputs);
    for (int k = 0; k < taps.length; k++) {
      int pairs = pairsAt(firstShift + k);
      Vectors.gatherRows(input, sources, 0, pairs, inputs, gathered);
      Vectors.gatherRows(dy, targets, 0, pairs, outputs, product);
      parameters.kernel().backward(gathered, product, pairs, taps[k], null, gatheredGradient);
      Vectors.scatterAddRows(gatheredGradient, sources, 0, pairs, inputs, inputGradient);
    }
    Arrays.fill(biasGradient, 0);
    for (int p = 0; p < rows; p++) {
      Vectors.add(dy, p * outputs, biasGradient, 0, outputs);
    }
    parameters.kernel().addGradient(bias, biasGradient);
    return inputGradient;
  }

  /**
   * Fills {@code targets} and {@code sources} with the positions p and p + shift of one word each;
   * returns how many.
   */
  private int pairsAt(int shift) {
    if (targets.length < batch.positions()) {
      targets = new int[batch.positions()];
      sources = new int[batch.positions()];
    }
    int pairs = 0;
    for (int w = 0; w < batch.count(); w++) {
      int from = Math.max(batch.start(w), batch.start(w) - shift);
      int to = Math.min(batch.start(w + 1), batch.start(w + 1) - shift);
      for (int p = from; p < to; p++) {
        targets[pairs] = p;
        sources[pairs++] = p + shift;
      }
    }
    return pairs;
  }
}
