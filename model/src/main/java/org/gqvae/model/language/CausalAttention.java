package org.gqvae.model.language;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.Attention;
import org.gqvae.model.layers.Linear;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Sequences;
import org.gqvae.model.layers.Staging;
import org.gqvae.model.layers.Vectors;

/**
 * Multi-head self-attention in which a position sees itself and those before it: softmax(q kᵀ /
 * sqrt(D/H)) v, then a linear map D -> D. The products of a head are made by OpenBLAS from where
 * the sequence's queries, keys and values lie side by side.
 */
final class CausalAttention implements Attention {
  private final Linear project; // D -> 3D: queries, keys, values
  private final Linear mix; // D -> D
  private final int width;
  private final int heads;
  private final Rotation rotation; // null: queries and keys stay as they are
  private final Staging stagedProjected = new Staging(); // (length, 3D)
  private final Staging stagedProjectedGradient = new Staging();
  private final Staging stagedAttended = new Staging(); // (length, D)
  private final Staging stagedShares = new Staging(); // (length, length)
  private final Staging stagedScoreGradient = new Staging();
  private float[] projected; // (P, 3D)
  private float[] attended = new float[0]; // (P, D)
  private float[] shares = new float[0]; // for each sequence and head: (length, length)
  private float[] projectedGradient = new float[0];
  private float[] scoreGradient = new float[0];
  private Sequences sequences;

  CausalAttention(Parameters parameters, String name, int width, int heads, Rotation rotation) {
    this.project = new Linear(parameters, name + ".project", width, 3 * width);
    this.mix = new Linear(parameters, name + ".mix", width, width);
    this.width = width;
    this.heads = heads;
    this.rotation = rotation;
  }

  @Override
  public float[] forward(float[] x, Sequences sequences) {
    this.sequences = sequences;
    int rows = sequences.positions();
    int row = 3 * width;
    int headWidth = width / heads;
    projected = project.forward(x, rows);
    if (rotation != null) {
      rotation.turn(projected, sequences);
    }
    attended = Vectors.room(attended, rows * width);
    shares = Vectors.room(shares, shareCount());
    int at = 0;
    for (int s = 0; s < sequences.count(); s++) {
      int start = sequences.start(s);
      int length = sequences.length(s);
      FloatPointer qkv = stagedProjected.holding(projected, start * row, length * row);
      FloatPointer y = stagedAttended.ofSize(length * width);
      for (int head = 0; head < heads; head++, at += length * length) {
        int query = head * headWidth;
        FloatPointer scores = stagedShares.ofSize(length * length);
        timesTransposed(
            length, headWidth, scale(), qkv, query, row, qkv, width + query, row, scores, length);
        stagedShares.copyTo(shares, at, length * length);
        softmax(at, length);
        scores = stagedShares.holding(shares, at, length * length);
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasNoTrans,
            length,
            headWidth,
            length,
            1,
            scores,
            length,
            qkv.getPointer(2L * width + query),
            row,
            0,
            y.getPointer(query),
            width);
      }
      stagedAttended.copyTo(attended, start * width, length * width);
    }
    return mix.forward(attended, rows);
  }

  /** What each position takes of those that it sees; 0 of those behind it. */
  private void softmax(int at, int length) {
    for (int i = 0; i < length; i++) {
      int from = at + i * length;
      int seen = i + 1;
      float sum = Vectors.exponentiate(shares, from, seen, Vectors.max(shares, from, seen));
      for (int j = from; j < from + seen; j++) {
        shares[j] /= sum;
      }
      Arrays.fill(shares, from + seen, from + length, 0);
    }
  }

  @Override
  public float[] backward(float[] dy) {
    float[] attendedGradient = mix.backward(dy);
    int row = 3 * width;
    int headWidth = width / heads;
    projectedGradient = Vectors.room(projectedGradient, sequences.positions() * row);
    int at = 0;
    for (int s = 0; s < sequences.count(); s++) {
      int start = sequences.start(s);
      int length = sequences.length(s);
      scoreGradient = Vectors.room(scoreGradient, length * length);
      FloatPointer qkv = stagedProjected.holding(projected, start * row, length * row);
      FloatPointer dqkv = stagedProjectedGradient.ofSize(length * row);
      FloatPointer da = stagedAttended.holding(attendedGradient, start * width, length * width);
      for (int head = 0; head < heads; head++, at += length * length) {
        int query = head * headWidth;
        int key = width + query;
        int value = 2 * width + query;
        FloatPointer share = stagedShares.holding(shares, at, length * length);
        FloatPointer ds = stagedScoreGradient.ofSize(length * length);
        timesTransposed(length, headWidth, 1, da, query, width, qkv, value, row, ds, length);
        transposedTimes(length, headWidth, 1, share, da, query, width, dqkv, value, row);
        stagedScoreGradient.copyTo(scoreGradient, 0, length * length);
        throughSoftmax(at, length);
        ds = stagedScoreGradient.holding(scoreGradient, 0, length * length);
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasNoTrans,
            length,
            headWidth,
            length,
            scale(),
            ds,
            length,
            qkv.getPointer(key),
            row,
            0,
            dqkv.getPointer(query),
            row);
        transposedTimes(length, headWidth, scale(), ds, qkv, query, row, dqkv, key, row);
      }
      stagedProjectedGradient.copyTo(projectedGradient, start * row, length * row);
    }
    if (rotation != null) {
      rotation.turnBack(projectedGradient, sequences);
    }
    return project.backward(projectedGradient);
  }

  /** The gradient of the scores of a head in place of that of its shares. */
  private void throughSoftmax(int at, int length) {
    for (int i = 0; i < length; i++) {
      int from = i * length;
      int seen = i + 1;
      float mean = Vectors.dot(shares, at + from, scoreGradient, from, seen);
      for (int j = from; j < from + seen; j++) {
        scoreGradient[j] = shares[at + j] * (scoreGradient[j] - mean);
      }
      Arrays.fill(scoreGradient, from + seen, from + length, 0);
    }
  }

  private float scale() {
    return 1 / (float) Math.sqrt(width / heads);
  }

  private int shareCount() {
    int count = 0;
    for (int s = 0; s < sequences.count(); s++) {
      count += heads * sequences.length(s) * sequences.length(s);
    }
    return count;
  }

  /** c (rows, rows) = alpha a (rows, inner) . b (rows, inner)ᵀ. */
  private static void timesTransposed(
      int rows,
      int inner,
      float alpha,
      FloatPointer a,
      int aFrom,
      int aRow,
      FloatPointer b,
      int bFrom,
      int bRow,
      FloatPointer c,
      int cRow) {
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        rows,
        rows,
        inner,
        alpha,
        a.getPointer(aFrom),
        aRow,
        b.getPointer(bFrom),
        bRow,
        0,
        c,
        cRow);
  }

  /** c (rows, columns) = alpha a (rows, rows)ᵀ . b (rows, columns). */
  private static void transposedTimes(
      int rows,
      int columns,
      float alpha,
      FloatPointer a,
      FloatPointer b,
      int bFrom,
      int bRow,
      FloatPointer c,
      int cFrom,
      int cRow) {
    cblas_sgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        rows,
        columns,
        rows,
        alpha,
        a,
        rows,
        b.getPointer(bFrom),
        bRow,
        0,
        c.getPointer(cFrom),
        cRow);
  }
}
