package org.gqvae.model.network;

import org.gqvae.model.layers.Attention;
import org.gqvae.model.layers.Linear;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Sequences;
import org.gqvae.model.layers.Vectors;

/**
 * Multi-head self-attention within each word, in both directions: softmax(q kᵀ / sqrt(D/H) + bias)
 * v, then a linear map D -> D. With {@link GqVaeSpec.Positions#ALIBI} the bias between two
 * positions is minus their distance times the head's slope 2^(-8h/H), h = 1..H (Press et al. 2022,
 * made symmetric); else it is 0.
 */
final class WordAttention implements Attention {
  private final Linear project; // D -> 3D: queries, keys, values
  private final Linear mix; // D -> D
  private final int width;
  private final int heads;
  private final float[] slopes; // (H)
  private float[] projected; // (P, 3D)
  private float[] attended = new float[0]; // (P, D)
  private float[] shares = new float[0]; // for each word and head: (length, length)
  private float[] projectedGradient = new float[0];
  private final float[] scoreGradient = new float[GqVaeSpec.WORD_BYTES * GqVaeSpec.WORD_BYTES];
  private Sequences words;

  WordAttention(
      Parameters parameters, String name, int width, int heads, GqVaeSpec.Positions positions) {
    this.project = new Linear(parameters, name + ".project", width, 3 * width);
    this.mix = new Linear(parameters, name + ".mix", width, width);
    this.width = width;
    this.heads = heads;
    this.slopes = new float[heads];
    if (positions == GqVaeSpec.Positions.ALIBI) {
      for (int head = 0; head < heads; head++) {
        slopes[head] = (float) StrictMath.pow(2, -8.0 * (head + 1) / heads);
      }
    }
  }

  @Override
  public float[] forward(float[] x, Sequences words) {
    this.words = words;
    int rows = words.positions();
    projected = project.forward(x, rows);
    attended = Vectors.zeros(attended, rows * width);
    shares = Vectors.room(shares, rows * heads * GqVaeSpec.WORD_BYTES);
    int headWidth = width / heads;
    int row = 3 * width;
    float scale = 1 / (float) Math.sqrt(headWidth);
    int at = 0;
    for (int w = 0; w < words.count(); w++) {
      int start = words.start(w);
      int length = words.length(w);
      for (int head = 0; head < heads; head++) {
        int query = head * headWidth;
        int key = start * row + width + query;
        int value = key + width;
        for (int i = start; i < start + length; i++, at += length) {
          int from = i * row + query;
          Vectors.dots(projected, from, projected, key, row, length, headWidth, shares, at);
          for (int j = 0; j < length; j++) {
            shares[at + j] = scale * shares[at + j] - slopes[head] * Math.abs(i - start - j);
          }
          float largest = Vectors.max(shares, at, length);
          float sum = Vectors.exponentiate(shares, at, length, largest);
          for (int j = 0; j < length; j++) {
            shares[at + j] /= sum;
          }
          Vectors.addScaledRows(
              shares, at, 1, projected, value, row, length, attended, i * width + query, headWidth);
        }
      }
    }
    return mix.forward(attended, rows);
  }

  @Override
  public float[] backward(float[] dy) {
    float[] attendedGradient = mix.backward(dy);
    projectedGradient = Vectors.zeros(projectedGradient, words.positions() * 3 * width);
    int headWidth = width / heads;
    int row = 3 * width;
    int at = 0;
    for (int w = 0; w < words.count(); w++) {
      int start = words.start(w);
      int length = words.length(w);
      for (int head = 0; head < heads; head++, at += length * length) {
        int query = start * row + head * headWidth;
        int key = query + width;
        int value = key + width;
        int attendedFrom = start * width + head * headWidth;
        backwardThroughShares(attendedGradient, attendedFrom, value, at, length, headWidth);
        for (int i = 0; i < length; i++) {
          // dq[i] = sum over j of ds[i][j] k[j], dk[i] of ds[j][i] q[j], dv[i] of share[j][i] dy[j]
          Vectors.addScaledRows(
              scoreGradient,
              i * length,
              1,
              projected,
              key,
              row,
              length,
              projectedGradient,
              query + i * row,
              headWidth);
          Vectors.addScaledRows(
              scoreGradient,
              i,
              length,
              projected,
              query,
              row,
              length,
              projectedGradient,
              key + i * row,
              headWidth);
          Vectors.addScaledRows(
              shares,
              at + i,
              length,
              attendedGradient,
              attendedFrom,
              width,
              length,
              projectedGradient,
              value + i * row,
              headWidth);
        }
      }
    }
    return project.backward(projectedGradient);
  }

  /** The gradient of the scores (length, length) of one word and head, from that of its result. */
  private void backwardThroughShares(
      float[] attendedGradient, int attendedFrom, int value, int at, int length, int headWidth) {
    float scale = 1 / (float) Math.sqrt(headWidth);
    for (int i = 0; i < length; i++) {
      int from = i * length;
      Vectors.dots(
          attendedGradient,
          attendedFrom + i * width,
          projected,
          value,
          3 * width,
          length,
          headWidth,
          scoreGradient,
          from);
      float mean = Vectors.dot(shares, at + from, scoreGradient, from, length);
      for (int j = from; j < from + length; j++) {
        scoreGradient[j] = scale * shares[at + j] * (scoreGradient[j] - mean);
      }
    }
  }
}
