package org.gqvae.model.network;

import java.util.BitSet;
import org.gqvae.model.layers.Kernel;
import org.gqvae.model.layers.OpenBlasKernel;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;
import org.gqvae.model.layers.Vectors;

/**
 * Draws a code for each latent in training (Jang et al. 2017, Maddison et al. 2017), and takes the
 * nearest elsewhere. With the scores of the codes v
 *
 * <pre>
 * s_v = -|z - e_v|² / (2 sqrt(D))     q(v | z) = softmax over v of s
 * </pre>
 *
 * <p>and Gumbel noise n_v, z_q is the code of the highest s_v + n_v, which is a draw from q. The
 * gradient is that of the mixture sum over v of y_v e_v, where y is the softmax of (s_v + n_v) /
 * temperature: it reaches latents and codes alike, so that neither needs a loss of its own.
 *
 * <p>As in attention, the root of D keeps the softmax from saturating as the width grows. Where
 * components vary by about 1, squared distances to unrelated codes vary by about the root of D, so
 * their scores by about 1 at any width, as the noise does.
 *
 * <p>The loss is the prior's: prior x KL, where KL = ln V - H(q) is the divergence of q from the
 * uniform distribution over the codes. Scores are computed for some positions at a time, and once
 * more on the way back, so that those of all positions are never held.
 */
final class GumbelQuantizer implements Quantizer {
  /** Positions x codes. */
  private static final int SCORES_AT_ONCE = 1 << 22;

  /** State follows the negative of its gradient: a step is counted. */
  private static final float[] ONE_STEP = {-1};

  private final Parameters parameters;
  private final Annealing annealing;
  private final float prior;
  private final int codebookSize;
  private final int width;
  private final float scale; // 1 / sqrt(D)
  private final Slice codebook; // (V, D)
  private final QuantizingSwitch quantizing;
  private final Slice steps; // (1, 1)  that quantized so far
  private final NearestCodes search;
  private final float[] stepsValue = new float[1];
  // Until the first refresh there are none: a network may be made for its shape alone.
  private float[] codes = new float[0]; // (V, D)
  private float[] latents; // (P, D)
  private float[] quantized = new float[0]; // (P, D)
  private int[] drawn = new int[0]; // (P)
  private int[] chosen = drawn; // (P)  drawn or nearest
  private double divergence; // mean over positions
  // Of some positions:
  private float[] piece = new float[0]; // (., D)  z
  private float[] pieceGradient = new float[0]; // (., D)  dz_q
  private float[] mixed = new float[0]; // (., D)  the mixture, then dz
  private float[] scores = new float[0]; // (., V)  s, then y
  private float[] scoresGradient = new float[0]; // (., V)
  private float[] divergenceGradient = new float[0]; // (., V)  of the divergence, in s
  private float[] pull = new float[0]; // (V)  sum of the scores' gradients
  private float[] codebookGradient = new float[0]; // (V, D)
  private WordBatch batch;

  GumbelQuantizer(Parameters parameters, GqVaeSpec spec, Objective objective) {
    this.parameters = parameters;
    this.annealing = objective.annealing();
    this.prior = (float) objective.prior();
    this.codebookSize = spec.codebookSize();
    this.width = spec.width();
    this.scale = (float) (1 / Math.sqrt(width));
    this.codebook =
        parameters.declare("codebook", Role.CODEBOOK, Start.NORMAL, codebookSize, width);
    this.quantizing = new QuantizingSwitch(parameters);
    this.steps = parameters.declare("gumbel.steps", Role.STATE, Start.ZEROS, 1, 1);
    this.search = new NearestCodes(parameters, spec);
  }

  /** Bytes on the heap of one that trains on batches of so many positions at most. */
  static long trainingBytes(GqVaeSpec spec, long positions) {
    long codebook = (long) Float.BYTES * spec.codebookSize() * (spec.width() + 1);
    long atOnce = Math.min(positions, positionsAtOnce(spec.codebookSize()));
    return 2 * codebook // the codes, and their gradient
        + 3 * Vectors.roomBytes(atOnce * spec.codebookSize())
        + 3 * Vectors.roomBytes(atOnce * spec.width());
  }

  /** Bytes on the heap of what measuring the divergence takes. */
  static long divergenceBytes(GqVaeSpec spec, long positions) {
    long atOnce = Math.min(positions, positionsAtOnce(spec.codebookSize()));
    return 2 * Vectors.roomBytes(atOnce * spec.codebookSize())
        + Vectors.roomBytes(atOnce * spec.width());
  }

  /** Bytes outside the heap that the kernel stages for one that trains. */
  static long stagingBytes(GqVaeSpec spec, long positions) {
    long atOnce = Math.min(positions, positionsAtOnce(spec.codebookSize()));
    return OpenBlasKernel.stagingBytes(atOnce, spec.codebookSize());
  }

  private static int positionsAtOnce(int codebookSize) {
    return SCORES_AT_ONCE / codebookSize;
  }

  @Override
  public void refresh() {
    quantizing.refresh();
    parameters.kernel().read(steps, stepsValue);
    if (codes.length == 0) {
      codes = new float[codebook.size()];
    }
    parameters.kernel().read(codebook, codes);
    search.refresh(codes);
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
    divergence = 0;
    if (!isOn()) {
      return z;
    }
    int rows = batch.positions();
    if (parameters.kernel().trains()) {
      draw(rows);
      chosen = drawn;
    } else {
      chosen = search.find(z, rows);
      measureDivergence(rows);
    }
    quantized = Vectors.room(quantized, rows * width);
    Vectors.gatherRows(codes, chosen, 0, rows, width, quantized);
    return quantized;
  }

  private void draw(int rows) {
    if (drawn.length < rows) {
      drawn = new int[rows];
    }
    GumbelNoise noise = new GumbelNoise(batch.noiseSeed());
    int atOnce = positionsAtOnce(codebookSize);
    for (int from = 0; from < rows; from += atOnce) {
      int count = Math.min(atOnce, rows - from);
      score(from, count);
      addDivergence(from, count);
      noise.addTo(scores, count * codebookSize);
      for (int row = 0; row < count; row++) {
        drawn[from + row] = highest(row);
      }
    }
  }

  private void measureDivergence(int rows) {
    int atOnce = positionsAtOnce(codebookSize);
    for (int from = 0; from < rows && prior > 0; from += atOnce) {
      int count = Math.min(atOnce, rows - from);
      score(from, count);
      addDivergence(from, count);
    }
  }

  /** The scores of some positions, without their part of |z|², which all codes have in common. */
  private void score(int from, int count) {
    piece = Vectors.room(piece, count * width);
    System.arraycopy(latents, from * width, piece, 0, count * width);
    scores = Vectors.room(scores, count * codebookSize);
    if (prior > 0) {
      divergenceGradient = Vectors.room(divergenceGradient, count * codebookSize);
    }
    parameters.kernel().multiplyTransposed(piece, count, codebook, scores);
    float[] halfNorms = search.halfNorms();
    for (int row = 0; row < count; row++) {
      int at = row * codebookSize;
      for (int v = 0; v < codebookSize; v++) {
        scores[at + v] = scale * (scores[at + v] - halfNorms[v]);
      }
    }
  }

  private void addDivergence(int from, int count) {
    for (int row = 0; row < count && prior > 0; row++) {
      divergence += batch.weight(from + row) * differentiateDivergence(row);
    }
  }

  /**
   * The divergence ln V + sum of q ln q at a scored position; its gradient in the scores is q (ln q
   * - sum of q ln q).
   */
  private double differentiateDivergence(int row) {
    int at = row * codebookSize;
    System.arraycopy(scores, at, divergenceGradient, at, codebookSize);
    float largest = Vectors.max(scores, at, codebookSize);
    float total = Vectors.exponentiate(divergenceGradient, at, codebookSize, largest);
    float logTotal = largest + (float) Math.log(total);
    double negativeEntropy = 0;
    for (int i = at; i < at + codebookSize; i++) {
      divergenceGradient[i] /= total;
      negativeEntropy += divergenceGradient[i] * (double) (scores[i] - logTotal);
    }
    float mean = (float) negativeEntropy;
    for (int i = at; i < at + codebookSize; i++) {
      divergenceGradient[i] *= scores[i] - logTotal - mean;
    }
    return Math.log(codebookSize) + negativeEntropy;
  }

  private int highest(int row) {
    int at = row * codebookSize;
    int best = 0;
    for (int v = 1; v < codebookSize; v++) {
      best = scores[at + v] > scores[at + best] ? v : best;
    }
    return best;
  }

  @Override
  public int[] codes() {
    return chosen;
  }

  @Override
  public int[] nearest(float[] z, int rows, BitSet positions) {
    return isOn() ? search.find(z, rows, positions) : search.nearest();
  }

  @Override
  public double loss() {
    return prior * divergence;
  }

  @Override
  public void backward(float[] dzq) {
    if (!isOn()) {
      return;
    }
    GumbelNoise noise = new GumbelNoise(batch.noiseSeed());
    float temperature = (float) annealing.temperature((int) Math.rint(stepsValue[0]));
    pull = Vectors.zeros(pull, codebookSize);
    int rows = batch.positions();
    int atOnce = positionsAtOnce(codebookSize);
    for (int from = 0; from < rows; from += atOnce) {
      int count = Math.min(atOnce, rows - from);
      score(from, count);
      for (int row = 0; row < count && prior > 0; row++) {
        differentiateDivergence(row);
      }
      mix(noise, temperature, count);
      differentiate(dzq, from, count, temperature);
    }
    pullCodes();
    parameters.kernel().addGradient(steps, ONE_STEP);
  }

  /** Scores become y. */
  private void mix(GumbelNoise noise, float temperature, int count) {
    noise.addTo(scores, count * codebookSize);
    for (int i = 0; i < count * codebookSize; i++) {
      scores[i] /= temperature;
    }
    for (int row = 0; row < count; row++) {
      int at = row * codebookSize;
      float largest = Vectors.max(scores, at, codebookSize);
      float total = Vectors.exponentiate(scores, at, codebookSize, largest);
      for (int i = at; i < at + codebookSize; i++) {
        scores[i] /= total;
      }
    }
  }

  /**
   * The gradient of the mixture in the codes, ds_v = y_v dz_q . (e_v - mixture) / temperature in
   * the scores, and from there in z and the codes: with ds / sqrt(D) for ds, dz = sum of ds_v e_v
   * and de_v = ds_v (z - e_v), of which the part with e_v is left to {@link #pullCodes}.
   */
  private void differentiate(float[] dzq, int from, int count, float temperature) {
    Kernel kernel = parameters.kernel();
    pieceGradient = Vectors.room(pieceGradient, count * width);
    System.arraycopy(dzq, from * width, pieceGradient, 0, count * width);
    scoresGradient = Vectors.room(scoresGradient, count * codebookSize);
    kernel.multiplyTransposed(pieceGradient, count, codebook, scoresGradient);
    mixed = Vectors.room(mixed, count * width);
    kernel.backwardTransposed(pieceGradient, scores, count, codebook, mixed);
    for (int row = 0; row < count; row++) {
      int at = row * codebookSize;
      float mean = Vectors.dot(pieceGradient, row * width, mixed, row * width, width);
      for (int i = at; i < at + codebookSize; i++) {
        scoresGradient[i] = scale / temperature * scores[i] * (scoresGradient[i] - mean);
      }
      if (prior > 0) {
        float weight = scale * prior * batch.weight(from + row);
        Vectors.addScaled(weight, divergenceGradient, at, scoresGradient, at, codebookSize);
      }
      Vectors.add(scoresGradient, at, pull, 0, codebookSize);
    }
    kernel.backwardTransposed(piece, scoresGradient, count, codebook, mixed);
    System.arraycopy(mixed, 0, dzq, from * width, count * width);
  }

  private void pullCodes() {
    codebookGradient = Vectors.zeros(codebookGradient, codebookSize * width);
    for (int v = 0; v < codebookSize; v++) {
      Vectors.addScaled(-pull[v], codes, v * width, codebookGradient, v * width, width);
    }
    parameters.kernel().addGradient(codebook, codebookGradient);
  }
}
