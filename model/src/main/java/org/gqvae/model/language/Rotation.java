package org.gqvae.model.language;

import org.gqvae.model.layers.Sequences;

/**
 * Rotary positions (Su et al. 2021): values 2i and 2i + 1 of a head's query or key at place t are
 * turned, as a point in the plane, by the angle t 10000^(-2i/h) for heads of width h. The product
 * of a query and a key then depends on how far apart they stand.
 */
final class Rotation {
  private static final double BASE = 10_000;

  private final int heads;
  private final int headWidth;
  private final float[] cosines; // (T, headWidth / 2)
  private final float[] sines;

  Rotation(int contextTokens, int heads, int headWidth) {
    this.heads = heads;
    this.headWidth = headWidth;
    int pairs = headWidth / 2;
    this.cosines = new float[contextTokens * pairs];
    this.sines = new float[contextTokens * pairs];
    for (int t = 0; t < contextTokens; t++) {
      for (int i = 0; i < pairs; i++) {
        double angle = t * StrictMath.pow(BASE, -2.0 * i / headWidth);
        cosines[t * pairs + i] = (float) StrictMath.cos(angle);
        sines[t * pairs + i] = (float) StrictMath.sin(angle);
      }
    }
  }

  /** Turns the queries and keys of rows of queries, keys and values (P, 3D), in place. */
  void turn(float[] rows, Sequences sequences) {
    turn(rows, sequences, 1);
  }

  /** The other way round, which gradients take: the transpose of {@link #turn}. */
  void turnBack(float[] rows, Sequences sequences) {
    turn(rows, sequences, -1);
  }

  private void turn(float[] rows, Sequences sequences, int direction) {
    int pairs = headWidth / 2;
    int row = 3 * heads * headWidth;
    for (int s = 0; s < sequences.count(); s++) {
      for (int t = 0; t < sequences.length(s); t++) {
        int from = (sequences.start(s) + t) * row;
        for (int head = 0; head < 2 * heads; head++, from += headWidth) { // queries, then keys
          for (int i = 0; i < pairs; i++) {
            float cosine = cosines[t * pairs + i];
            float sine = direction * sines[t * pairs + i];
            float a = rows[from + 2 * i];
            float b = rows[from + 2 * i + 1];
            rows[from + 2 * i] = cosine * a - sine * b;
            rows[from + 2 * i + 1] = sine * a + cosine * b;
          }
        }
      }
    }
  }
}
