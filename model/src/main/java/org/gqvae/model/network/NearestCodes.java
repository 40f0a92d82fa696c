package org.gqvae.model.network;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Vectors;

/**
 * The nearest code of each latent in squared Euclidean distance, ties going to the lower code: z
 * (P, D) to codes (P).
 */
final class NearestCodes {
  private static final int SCORES_AT_ONCE = 1 << 20;

  /**
   * With more codes at once there would be too few positions: they would be multiplied for less
   * than it takes to hand over the codes.
   */
  private static final int CODES_AT_ONCE = 1 << 12;

  private final Parameters parameters;
  private final int codebookSize;
  private final int width;
  private float[] codes = new float[0]; // (V, D)
  private float[] halfNorms = new float[0]; // (V)
  private int[] nearest = new int[0]; // (P)
  private float[] scores = new float[0]; // some positions' for some codes
  private float[] bestScores = new float[0]; // some positions' for all codes so far
  private CodeTree tree; // null: none has been asked for since the last refresh

  NearestCodes(Parameters parameters, GqVaeSpec spec) {
    this.parameters = parameters;
    this.codebookSize = spec.codebookSize();
    this.width = spec.width();
  }

  /** Bytes on the heap of the scores of codes. */
  static long scoresBytes(GqVaeSpec spec, long positions) {
    long codes = codesAtOnce(spec.codebookSize());
    return Vectors.roomBytes(Math.min(positions, SCORES_AT_ONCE / codes) * codes);
  }

  /** Bytes outside the heap where the kernel stages codes and scores. */
  static long stagingBytes(GqVaeSpec spec, long positions) {
    return Vectors.roomBytes((long) spec.width() * codesAtOnce(spec.codebookSize()))
        + scoresBytes(spec, positions);
  }

  /** Codes of which a batch meets some at a time, where its kernel fixes no order. */
  private static int codesAtOnce(int codebookSize) {
    return Math.min(CODES_AT_ONCE, codebookSize);
  }

  /**
   * Takes the codes as they are.
   *
   * @param codes (V, D), not to be changed before the next call
   */
  void refresh(float[] codes) {
    this.codes = codes;
    if (halfNorms.length == 0) {
      halfNorms = new float[codebookSize];
    }
    for (int v = 0; v < codebookSize; v++) {
      halfNorms[v] = Vectors.dot(codes, v * width, codes, v * width, width) / 2;
    }
    tree = null;
  }

  /** |e_v|²/2 (V) of the codes; not to be changed. */
  float[] halfNorms() {
    return halfNorms;
  }

  /** argmin over v of |z - e_v|² = argmax of z . e_v - |e_v|²/2, for {@code rows} latents. */
  int[] find(float[] z, int rows) {
    roomForCodes(rows);
    if (parameters.kernel().fixesOrder()) {
      findByTree(z, IntStream.range(0, rows));
    } else {
      findByScores(z, rows);
    }
    return nearest;
  }

  /**
   * The same at the given positions, and {@link GqVae#NO_CODE} at others. The kernel's order must
   * be fixed.
   */
  int[] find(float[] z, int rows, BitSet positions) {
    roomForCodes(rows);
    Arrays.fill(nearest, 0, rows, GqVae.NO_CODE);
    findByTree(z, positions.stream());
    return nearest;
  }

  /** The codes (P) of the last latents. */
  int[] nearest() {
    return nearest;
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
}
