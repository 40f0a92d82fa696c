package org.gqvae.model.network;

import java.util.Arrays;
import org.gqvae.model.layers.Vectors;

/**
 * The code (V, D) that is nearest to a latent, without looking at most of the codes: a binary tree
 * of balls (Omohundro 1989) with some codes in each leaf. A ball, or a code, is left out when it
 * cannot score as high as the best code so far.
 *
 * <p>The winner is the one that a search of all codes finds, to the bit: that of the highest score
 * z . e - |e|²/2 <em>as computed</em>, by {@link Vectors#dotInRowOrder} and {@link Vectors#dot},
 * and of equal scores the lower code. Let u be 2^-24, and M the greatest |e|. A computed score is
 * within (D + 8) u (|z| M + M²) of |z|²/2 - |z - e|²/2, as no term of it passes through more
 * roundings (Higham 2002, section 3.1), and of the smallest numbers. For e at a distance of r from
 * a centre c, |z - e| is at least ||z - c| - r|. Where a number may be infinite or none, nothing is
 * left out.
 *
 * <p>Not thread-safe.
 */
final class CodeTree {
  private static final int LEAF_CODES = 16;

  private static final double UNIT_ROUNDOFF = 0x1p-24;

  /** Above 2 D times the smallest number, for widths up to 2^20. */
  private static final double UNDERFLOW = 0x1p-126;

  /** Below this |z| M + M² no sum of either can overflow. */
  private static final double LARGEST = 0x1p126;

  /** Relative error of what is computed in doubles, with much to spare. */
  private static final double DOUBLE_ERROR = 1e-12;

  private final int width;
  private final int codebookSize;
  private final int[] order; // (V)  the codes, those of a leaf together
  private final float[] codes; // (V, D)  in that order
  private final float[] halfNorms; // (V)  |e|²/2, in that order
  private final double[] centreDistances; // (V)  from the leaf's centre, in that order
  private final int[] rightChildren; // (nodes)  the left one is the next node; of leaves 0
  private final int[] firstCodes; // (nodes)
  private final float[] centres; // (nodes, D)
  private final double[] radii; // (nodes)
  private final double greatestNorm;
  private int nodes;

  // Of a search.
  private float[] latents;
  private int latent; // where it begins
  private double halfSquare; // |z|²/2, rounded up
  private double margin;
  private float bestScore;
  private int best;

  /**
   * @param codes (V, D), copied
   * @param halfNorms (V) |e|²/2, copied
   */
  CodeTree(float[] codes, float[] halfNorms, int width) {
    this.width = width;
    this.codebookSize = halfNorms.length;
    int leaves = (codebookSize + LEAF_CODES - 1) / LEAF_CODES;
    this.order = new int[codebookSize];
    Arrays.setAll(order, v -> v);
    this.centreDistances = new double[codebookSize];
    this.rightChildren = new int[2 * leaves - 1];
    this.firstCodes = new int[rightChildren.length];
    this.centres = new float[rightChildren.length * width];
    this.radii = new double[rightChildren.length];
    grow(codes, new float[codebookSize], 0, leaves);
    this.codes = new float[codes.length];
    Vectors.gatherRows(codes, order, 0, codebookSize, width, this.codes);
    this.halfNorms = new float[codebookSize];
    for (int i = 0; i < codebookSize; i++) {
      this.halfNorms[i] = halfNorms[order[i]];
    }
    this.greatestNorm = greatestNorm(codes);
  }

  /** Bytes on the heap of a tree. */
  static long bytes(int codebookSize, int width) {
    long nodes = 2L * ((codebookSize + LEAF_CODES - 1) / LEAF_CODES) - 1;
    long ofCode = (long) Float.BYTES * width + Integer.BYTES + Float.BYTES + Double.BYTES;
    long ofNode = (long) Float.BYTES * width + 2 * Integer.BYTES + Double.BYTES;
    return codebookSize * ofCode + nodes * ofNode;
  }

  /** The code nearest to the latent that begins at {@code z[from]}. */
  int nearest(float[] z, int from) {
    latents = z;
    latent = from;
    bestScore = Float.NEGATIVE_INFINITY;
    best = 0;
    double square = 0;
    for (int i = from; i < from + width; i++) {
      square += (double) z[i] * z[i];
    }
    halfSquare = square / 2 * (1 + DOUBLE_ERROR);
    double products = Math.sqrt(square) * greatestNorm + greatestNorm * greatestNorm;
    margin =
        products < LARGEST
            ? (width + 8) * UNIT_ROUNDOFF * (1 + DOUBLE_ERROR) * products + UNDERFLOW
            : Double.POSITIVE_INFINITY;
    search(0, distance(0));
    return best;
  }

  /** The ball whose centre is nearer first. */
  private void search(int node, double distance) {
    int right = rightChildren[node];
    if (right == 0) {
      scan(firstCodes[node], distance);
      return;
    }
    double left = distance(node + 1);
    double other = distance(right);
    if (left <= other) {
      searchUnlessTooFar(node + 1, left);
      searchUnlessTooFar(right, other);
    } else {
      searchUnlessTooFar(right, other);
      searchUnlessTooFar(node + 1, left);
    }
  }

  private void searchUnlessTooFar(int node, double distance) {
    if (mayWin(distance, radii[node])) {
      search(node, distance);
    }
  }

  private void scan(int first, double distance) {
    int end = Math.min(first + LEAF_CODES, codebookSize);
    for (int i = first; i < end; i++) {
      double radius = centreDistances[i];
      if (mayWin(Math.max(distance, radius), Math.min(distance, radius))) {
        float score =
            Vectors.dotInRowOrder(latents, latent, codes, i * width, width) - halfNorms[i];
        if (score > bestScore || (score == bestScore && order[i] < best)) {
          bestScore = score;
          best = order[i];
        }
      }
    }
  }

  /**
   * Whether a code could win whose distance is at least the difference of these two; a bound that
   * is no number leaves nothing out.
   */
  private boolean mayWin(double distance, double radius) {
    double least = Math.max(0, distance - radius - DOUBLE_ERROR * (distance + radius));
    double bound = halfSquare - least * least / 2 * (1 - DOUBLE_ERROR) + margin;
    return !(bound < bestScore);
  }

  private double distance(int node) {
    return Math.sqrt(squaredDistance(latents, latent, centres, node * width));
  }

  /** Makes the node of some leaves and those below it; all leaves but the last are full. */
  private void grow(float[] codes, float[] keys, int firstLeaf, int lastLeaf) {
    int node = nodes++;
    int centre = node * width;
    int from = firstLeaf * LEAF_CODES;
    int to = Math.min(codebookSize, lastLeaf * LEAF_CODES);
    firstCodes[node] = from;
    for (int i = from; i < to; i++) {
      Vectors.add(codes, order[i] * width, centres, centre, width);
    }
    for (int i = centre; i < centre + width; i++) {
      centres[i] /= to - from;
    }
    int outermost = farthest(codes, from, to, centres, centre);
    radii[node] = Math.sqrt(squaredDistance(codes, outermost * width, centres, centre));
    if (lastLeaf - firstLeaf > 1) {
      int opposite = farthest(codes, from, to, codes, outermost * width);
      int middle = (firstLeaf + lastLeaf) >>> 1;
      for (int i = from; i < to; i++) {
        int code = order[i] * width;
        keys[order[i]] =
            Vectors.dot(codes, code, codes, outermost * width, width)
                - Vectors.dot(codes, code, codes, opposite * width, width);
      }
      split(keys, from, middle * LEAF_CODES, to);
      grow(codes, keys, firstLeaf, middle);
      rightChildren[node] = nodes;
      grow(codes, keys, middle, lastLeaf);
    } else {
      for (int i = from; i < to; i++) {
        centreDistances[i] = Math.sqrt(squaredDistance(codes, order[i] * width, centres, centre));
      }
    }
  }

  /** The code that is farthest from a point. */
  private int farthest(float[] codes, int from, int to, float[] points, int point) {
    int farthest = order[from];
    double greatest = 0;
    for (int i = from; i < to; i++) {
      double distance = squaredDistance(codes, order[i] * width, points, point);
      if (distance > greatest) {
        greatest = distance;
        farthest = order[i];
      }
    }
    return farthest;
  }

  /** Puts the codes of the lowest keys first, up to {@code middle}. */
  private void split(float[] keys, int from, int middle, int to) {
    int[] before = Arrays.copyOfRange(order, from, to);
    float[] sorted = new float[to - from];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = keys[before[i]];
    }
    Arrays.sort(sorted);
    float highest = sorted[middle - from - 1];
    int room = middle - from; // for codes of the highest key itself
    for (int code : before) {
      room -= Double.compare(keys[code], highest) < 0 ? 1 : 0;
    }
    int low = from;
    int high = middle;
    for (int code : before) {
      int side = Double.compare(keys[code], highest);
      if (side < 0 || (side == 0 && room-- > 0)) {
        order[low++] = code;
      } else {
        order[high++] = code;
      }
    }
  }

  private double squaredDistance(float[] x, int xFrom, float[] y, int yFrom) {
    double a = 0;
    double b = 0;
    int i = 0;
    for (; i < width - 1; i += 2) {
      double first = (double) x[xFrom + i] - y[yFrom + i];
      double second = (double) x[xFrom + i + 1] - y[yFrom + i + 1];
      a += first * first;
      b += second * second;
    }
    if (i < width) {
      double last = (double) x[xFrom + i] - y[yFrom + i];
      a += last * last;
    }
    return a + b;
  }

  /** No number if one of the codes holds one. */
  private double greatestNorm(float[] codes) {
    double greatest = 0;
    for (int v = 0; v < codebookSize; v++) {
      double square = 0;
      for (int i = v * width; i < (v + 1) * width; i++) {
        square += (double) codes[i] * codes[i];
      }
      greatest = Math.max(greatest, square);
    }
    return Math.sqrt(greatest) * (1 + DOUBLE_ERROR);
  }
}
