package org.gqvae.model.network;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;
import org.gqvae.model.layers.Vectors;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;

/**
 * Replaces each latent by its nearest code in squared Euclidean distance, ties going to the lower
 * code: z (P, D) to codes (P) and z_q (P, D). The gradient passes straight through: dz = dz_q, plus
 * that of the commitment loss.
 *
 * <p>Until it is switched on it hands z through, so that the encoder settles before the codes are
 * drawn from its outputs. The codebook (V, D) is a parameter of the optimizer, or the quotient of
 * two moving averages (van den Oord et al. 2017, appendix A.1): the sums of the latents that each
 * code serves, and its share of all positions. Both are linear in the data, so that averaging them
 * over workers is the same as pooling the workers' data.
 */
final class Quantizer {
  private static final int SCORES_AT_ONCE = 1 << 20;

  /**
   * With more codes at once there would be too few positions: they would be multiplied for less
   * than it takes to hand over the codes.
   */
  private static final int CODES_AT_ONCE = 1 << 12;

  private static final float SMALLEST_SHARE = 1e-20f;

  private final Parameters parameters;
  private final Objective objective;
  private final int codebookSize;
  private final int width;
  private final Slice quantizing; // (1, 1)  1 once switched on
  private final Slice codebook; // (V, D), null with moving averages
  private final Slice shares; // (1, V)  share of the positions, null with gradients
  private final Slice sums; // (V, D)  sum of weight x latent, null with gradients
  // Until the first refresh there are none: a network may be made for its shape alone.
  private float[] codes = new float[0]; // (V, D)  the codebook as it is
  private float[] halfNorms = new float[0]; // (V)
  private float[] shareValues = new float[0]; // (V)
  private float[] sumValues = new float[0]; // (V, D), in training alone
  private float[] latents; // (P, D)
  private float[] quantized = new float[0]; // (P, D)
  private int[] nearest = new int[0]; // (P)
  private float[] scores = new float[0]; // some positions' for some codes
  private float[] bestScores = new float[0]; // some positions' for all codes so far
  private float[] codebookGradient = new float[0]; // (V, D)
  private CodeTree tree; // null: none has been asked for since the last refresh
  private boolean on;
  private WordBatch batch;

  Quantizer(Parameters parameters, GqVaeSpec spec, Objective objective) {
    this.parameters = parameters;
    this.objective = objective;
    this.codebookSize = spec.codebookSize();
    this.width = spec.width();
    boolean gradient = spec.codebookLearning() == CodebookLearning.GRADIENT;
    this.codebook =
        gradient
            ? parameters.declare("codebook", Role.CODEBOOK, Start.NORMAL, codebookSize, width)
            : null;
    this.quantizing = parameters.declare("quantizing", Role.STATE, Start.ZEROS, 1, 1);
    this.shares =
        gradient
            ? null
            : parameters.declare("code.shares", Role.STATE, Start.ONES, 1, codebookSize);
    this.sums =
        gradient
            ? null
            : parameters.declare("code.sums", Role.STATE, Start.NORMAL, codebookSize, width);
  }

  /** Bytes on the heap of a quantizer that trains on batches of so many positions at most. */
  static long trainingBytes(GqVaeSpec spec, long positions) {
    long codebook = (long) Float.BYTES * spec.codebookSize() * (spec.width() + 1);
    return 2 * codebook + scoresBytes(spec, positions); // the codes, and their sums or gradient
  }

  /** Bytes on the heap of a quantizer that measures batches of so many positions at most. */
  static long measuringBytes(GqVaeSpec spec, long positions) {
    return codebookBytes(spec) + scoresBytes(spec, positions);
  }

  /** Bytes on the heap of a quantizer that encodes. */
  static long encodingBytes(GqVaeSpec spec) {
    return codebookBytes(spec) + CodeTree.bytes(spec.codebookSize(), spec.width());
  }

  private static long codebookBytes(GqVaeSpec spec) {
    return (long) Float.BYTES * spec.codebookSize() * (spec.width() + 2);
  }

  /** Bytes of the scores of codes; the kernel stages as many outside the heap. */
  static long scoresBytes(GqVaeSpec spec, long positions) {
    long codes = codesAtOnce(spec.codebookSize());
    return Vectors.roomBytes(Math.min(positions, SCORES_AT_ONCE / codes) * codes);
  }

  /** Codes of which a batch in training meets some at a time. */
  static int codesAtOnce(int codebookSize) {
    return Math.min(CODES_AT_ONCE, codebookSize);
  }

  /** Reads the codebook; to be called whenever the parameters have changed. */
  void refresh() {
    float[] flag = new float[1];
    parameters.kernel().read(quantizing, flag);
    on = flag[0] > 0.5f;
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
    for (int v = 0; v < codebookSize; v++) {
      halfNorms[v] = Vectors.dot(codes, v * width, codes, v * width, width) / 2;
    }
    tree = null;
  }

  private void makeRoom() {
    int size = Math.multiplyExact(codebookSize, width);
    codes = new float[size];
    halfNorms = new float[codebookSize];
    if (codebook == null) {
      shareValues = new float[codebookSize];
      sumValues = parameters.kernel().trains() ? new float[size] : sumValues;
    }
  }

  /** The codebook (V, D) as of the last {@link #refresh}; not to be changed. */
  float[] codebook() {
    return codes;
  }

  boolean isOn() {
    return on;
  }

  /** z_q; equal to z while the quantizer is off. */
  float[] forward(float[] z, WordBatch batch) {
    this.batch = batch;
    latents = z;
    if (!on) {
      return z;
    }
    int rows = batch.positions();
    findNearest(z, rows);
    quantized = Vectors.room(quantized, rows * width);
    for (int p = 0; p < rows; p++) {
      System.arraycopy(codes, nearest[p] * width, quantized, p * width, width);
    }
    return quantized;
  }

  /**
   * The codes (P) of these latents at the given positions, and {@link GqVae#NO_CODE} at others;
   * meaningless while the quantizer is off. The kernel's order must be fixed.
   */
  int[] codes(float[] z, int rows, BitSet positions) {
    if (on) {
      roomForCodes(rows);
      Arrays.fill(nearest, 0, rows, GqVae.NO_CODE);
      findByTree(z, positions.stream());
    }
    return nearest;
  }

  /** The codes (P) of the last {@link #forward}, valid while the quantizer is on. */
  int[] nearest() {
    return nearest;
  }

  /** argmin over v of |z - e_v|² = argmax of z . e_v - |e_v|²/2. */
  private void findNearest(float[] z, int rows) {
    roomForCodes(rows);
    if (parameters.kernel().fixesOrder()) {
      findByTree(z, IntStream.range(0, rows));
    } else {
      findByScores(z, rows);
    }
  }

  private void roomForCodes(int rows) {
    if (nearest.length < rows) {
      nearest = new int[rows];
    }
  }

  private void findByTree(float[] z, IntStream positions) {
    if (tree == null) {
      tree = new CodeTree(codes, halfNorms, width);
    }
    positions.forEach(p -> nearest[p] = tree.nearest(z, p * width));
  }

  private void findByScores(float[] z, int rows) {
    int codesAtOnce = codesAtOnce(codebookSize);
    int positionsAtOnce = SCORES_AT_ONCE / codesAtOnce;
    for (int from = 0; from < rows; from += positionsAtOnce) {
      int positions = Math.min(positionsAtOnce, rows - from);
      bestScores = Vectors.room(bestScores, positions);
      Arrays.fill(bestScores, 0, positions, Float.NEGATIVE_INFINITY);
      Arrays.fill(nearest, from, from + positions, 0);
      for (int first = 0; first < codebookSize; first += codesAtOnce) {
        scoreCodes(z, from, positions, first, Math.min(codesAtOnce, codebookSize - first));
      }
    }
  }

  /** Takes for each position the best of some codes where it is better than the best so far. */
  private void scoreCodes(float[] z, int from, int positions, int first, int count) {
    scores = Vectors.room(scores, positions * count);
    parameters
        .kernel()
        .multiplyTransposed(z, from * width, positions, width, codes, first * width, count, scores);
    for (int p = 0; p < positions; p++) {
      int best = nearest[from + p];
      float bestScore = bestScores[p];
      for (int v = 0; v < count; v++) {
        float score = scores[p * count + v] - halfNorms[first + v];
        if (score > bestScore) {
          bestScore = score;
          best = first + v;
        }
      }
      nearest[from + p] = best;
      bestScores[p] = bestScore;
    }
  }

  /**
   * The commitment loss, beta mean((sg(z_q) - z)²), plus with a trained codebook its own, mean((z_q
   * - sg(z))²); 0 while off. Means are over D and, weighted, over positions.
   */
  double loss() {
    if (!on) {
      return 0;
    }
    double factor = objective.commitment() + (codebook == null ? 0 : objective.codebook());
    double loss = 0;
    for (int p = 0; p < batch.positions(); p++) {
      loss += batch.weight(p) * factor * squaredError(p) / width;
    }
    return loss;
  }

  /** |z - z_q|² at position {@code p}; 0 while off. */
  double squaredError(int p) {
    double sum = 0;
    if (on) {
      for (int i = p * width; i < (p + 1) * width; i++) {
        double difference = latents[i] - quantized[i];
        sum += difference * difference;
      }
    }
    return sum;
  }

  /** dz_q (P, D) becomes dz in place; moves or trains the codebook. */
  void backward(float[] dzq) {
    if (!on) {
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
      float pull = (float) (2 * objective.codebook() / width);
      codebookGradient = Vectors.zeros(codebookGradient, codebookSize * width);
      for (int p = 0; p < rows; p++) {
        float factor = pull * batch.weight(p);
        int code = nearest[p] * width;
        for (int i = 0; i < width; i++) {
          codebookGradient[code + i] +=
              factor * (quantized[p * width + i] - latents[p * width + i]);
        }
      }
      parameters.kernel().addGradient(codebook, codebookGradient);
    } else {
      moveAverages(rows);
    }
  }

  /**
   * a becomes decay a + (1 - decay) x, where x is this batch's share or sum. The optimizer
   * subtracts the gradient of {@link Role#STATE} as it is, so the gradient is (1 - decay) (a - x).
   */
  private void moveAverages(int rows) {
    float step = (float) (1 - objective.codebookDecay());
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
