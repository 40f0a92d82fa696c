package org.gqvae.model.network;

import java.util.BitSet;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;
import org.gqvae.model.layers.Vectors;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;

/**
 * Replaces each latent by its nearest code. The gradient passes straight through: dz = dz_q, plus
 * that of the commitment loss.
 *
 * <p>The codebook (V, D) is a parameter of the optimizer, or the quotient of two moving averages
 * (van den Oord et al. 2017, appendix A.1): the sums of the latents that each code serves, and its
 * share of all positions. Both are linear in the data, so that averaging them over workers is the
 * same as pooling the workers' data.
 */
final class NearestQuantizer implements Quantizer {
  private static final float SMALLEST_SHARE = 1e-20f;

  private final Parameters parameters;
  private final Objective objective;
  private final int codebookSize;
  private final int width;
  private final Slice codebook; // (V, D), null with moving averages
  private final QuantizingSwitch quantizing;
  private final Slice shares; // (1, V)  share of the positions, null with gradients
  private final Slice sums; // (V, D)  sum of weight x latent, null with gradients
  private final NearestCodes search;
  // Until the first refresh there are none: a network may be made for its shape alone.
  private float[] codes = new float[0]; // (V, D)  the codebook as it is
  private float[] shareValues = new float[0]; // (V)
  private float[] sumValues = new float[0]; // (V, D), in training alone
  private float[] latents; // (P, D)
  private float[] quantized = new float[0]; // (P, D)
  private float[] codebookGradient = new float[0]; // (V, D)
  private WordBatch batch;

  NearestQuantizer(Parameters parameters, GqVaeSpec spec, Objective objective) {
    this.parameters = parameters;
    this.objective = objective;
    this.codebookSize = spec.codebookSize();
    this.width = spec.width();
    boolean gradient = spec.codebookLearning() == CodebookLearning.GRADIENT;
    this.codebook =
        gradient
            ? parameters.declare("codebook", Role.CODEBOOK, Start.NORMAL, codebookSize, width)
            : null;
    this.quantizing = new QuantizingSwitch(parameters);
    this.shares =
        gradient
            ? null
            : parameters.declare("code.shares", Role.STATE, Start.ONES, 1, codebookSize);
    this.sums =
        gradient
            ? null
            : parameters.declare("code.sums", Role.STATE, Start.NORMAL, codebookSize, width);
    this.search = new NearestCodes(parameters, spec);
  }

  /** Bytes on the heap of one that trains on batches of so many positions at most. */
  static long trainingBytes(GqVaeSpec spec, long positions) {
    long codebook = (long) Float.BYTES * spec.codebookSize() * (spec.width() + 1);
    // the codes, and their sums or gradient
    return 2 * codebook + NearestCodes.scoresBytes(spec, positions);
  }

  @Override
  public void refresh() {
    quantizing.refresh();
    if (codes.length == 0) {
      makeRoom();
    }
    if (codebook != null) {
      parameters.kernel().read(codebook, codes);
    } else {
      float[] values = parameters.kernel().trains() ? sumValues : codes;
      parameters.kernel().read(shares, shareValues);
      parameters.kernel().read(sums, values);
      for (int v = 0; v < codebookSize; v++) {
        float share = Math.max(shareValues[v], SMALLEST_SHARE);
        for (int i = v * width; i < (v + 1) * width; i++) {
          codes[i] = values[i] / share;
        }
      }
    }
    search.refresh(codes);
  }

  private void makeRoom() {
    int size = Math.multiplyExact(codebookSize, width);
    codes = new float[size];
    if (codebook == null) {
      shareValues = new float[codebookSize];
      sumValues = parameters.kernel().trains() ? new float[size] : sumValues;
    }
  }

  @Override
  public boolean isOn() {
    return quantizing.isOn();
  }

  @Override
  public float[] codebook() {
    return codes;
  }

  @Override
  public float[] forward(float[] z, WordBatch batch) {
    this.batch = batch;
    latents = z;
    if (!isOn()) {
      return z;
    }
    int rows = batch.positions();
    int[] nearest = search.find(z, rows);
    quantized = Vectors.room(quantized, rows * width);
    Vectors.gatherRows(codes, nearest, 0, rows, width, quantized);
    return quantized;
  }

  @Override
  public int[] codes() {
    return search.nearest();
  }

  @Override
  public int[] nearest(float[] z, int rows, BitSet positions) {
    return isOn() ? search.find(z, rows, positions) : search.nearest();
  }

  /**
   * The commitment loss, beta mean((sg(z_q) - z)²), plus with a trained codebook its own, mean((z_q
   * - sg(z))²); 0 while off. Means are over D and, weighted, over positions.
   */
  @Override
  public double loss() {
    if (!isOn()) {
      return 0;
    }
    double factor = objective.commitment() + (codebook == null ? 0 : objective.codebook());
    double loss = 0;
    for (int p = 0; p < batch.positions(); p++) {
      loss += batch.weight(p) * factor * squaredError(p) / width;
    }
    return loss;
  }

  /** |z - z_q|² at position {@code p}. */
  private double squaredError(int p) {
    double sum = 0;
    for (int i = p * width; i < (p + 1) * width; i++) {
      double difference = latents[i] - quantized[i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void backward(float[] dzq) {
    if (!isOn()) {
      return;
    }
    int rows = batch.positions();
    float commitment = (float) (2 * objective.commitment() / width);
    for (int p = 0; p < rows; p++) {
      float factor = commitment * batch.weight(p);
      for (int i = p * width; i < (p + 1) * width; i++) {
        dzq[i] += factor * (latents[i] - quantized[i]);
      }
    }
    if (codebook != null) {
      trainCodebook(rows);
    } else {
      moveAverages(rows);
    }
  }

  private void trainCodebook(int rows) {
    float pull = (float) (2 * objective.codebook() / width);
    codebookGradient = Vectors.zeros(codebookGradient, codebookSize * width);
    for (int p = 0; p < rows; p++) {
      float factor = pull * batch.weight(p);
      int code = codes()[p] * width;
      for (int i = 0; i < width; i++) {
        codebookGradient[code + i] += factor * (quantized[p * width + i] - latents[p * width + i]);
      }
    }
    parameters.kernel().addGradient(codebook, codebookGradient);
  }

  /**
   * a becomes decay a + (1 - decay) x, where x is this batch's share or sum. The optimizer
   * subtracts the gradient of {@link Role#STATE} as it is, so the gradient is (1 - decay) (a - x).
   */
  private void moveAverages(int rows) {
    float step = (float) (1 - objective.codebookDecay());
    int[] nearest = codes();
    for (int p = 0; p < rows; p++) {
      float weight = batch.weight(p);
      shareValues[nearest[p]] -= weight;
      Vectors.addScaled(-weight, latents, p * width, sumValues, nearest[p] * width, width);
    }
    scale(shareValues, step);
    scale(sumValues, step);
    parameters.kernel().addGradient(shares, shareValues);
    parameters.kernel().addGradient(sums, sumValues);
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }
}
