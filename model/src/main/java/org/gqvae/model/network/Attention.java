package org.gqvae.model.network;

/**
 * Multi-head self-attention within each word, in both directions: softmax(q kᵀ / sqrt(D/H) + bias)
 * v, then a linear map D -> D. With {@link GqVaeSpec.Positions#ALIBI} the bias between two
 * positions is minus their distance times the head's slope 2^(-8h/H), h = 1..H (Press et al. 2022,
 * made symmetric); else it is 0.
 */
final class Attention {
  private final Linear project; // D -> 3D: queries, keys, values
  private final Linear mix; // D -> D
  private final int width;
  private final int heads;
  private final float[] slopes; // (H)
  private float[] projected; // (P, 3D)
  private float[] attended = new float[0]; // (P, D)
  private float[] shares = new float[0]; // for each word and head: (length, length)
  private float[] projectedGradient = new float[0];
  private final float[] shareGradient = new float[GqVaeSpec.WORD_BYTES];
  private WordBatch batch;

  Attention(
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

  float[] forward(float[] x, WordBatch batch) {
    this.batch = batch;
    int rows = batch.positions();
    projected = project.forward(x, rows);
    attended = Vectors.zeros(attended, rows * width);
    shares = Vectors.room(shares, rows * heads * GqVaeSpec.WORD_BYTES);
    int headWidth = width / heads;
    float scale = 1 / (float) Math.sqrt(headWidth);
    int at = 0;
    for (int w = 0; w < batch.words(); w++) {
      int start = batch.start(w);
      int end = batch.start(w + 1);
      for (int head = 0; head < heads; head++) {
        int query = head * headWidth;
        int key = width + query;
        int value = 2 * width + query;
        for (int i = start; i < end; i++, at += end - start) {
          for (int j = start; j < end; j++) {
            float score =
                Vectors.dot(
                    projected, i * 3 * width + query, projected, j * 3 * width + key, headWidth);
            shares[at + j - start] = scale * score - slopes[head] * Math.abs(i - j);
          }
          float largest = Vectors.max(shares, at, end - start);
          float sum = Vectors.exponentiate(shares, at, end - start, largest);
          for (int j = start; j < end; j++) {
            float share = shares[at + j - start] / sum;
            shares[at + j - start] = share;
            Vectors.addScaled(
                share, projected, j * 3 * width + value, attended, i * width + query, headWidth);
          }
        }
      }
    }
    return mix.forward(attended, rows);
  }

  float[] backward(float[] dy) {
    float[] attendedGradient = mix.backward(dy);
    projectedGradient = Vectors.zeros(projectedGradient, batch.positions() * 3 * width);
    int headWidth = width / heads;
    float scale = 1 / (float) Math.sqrt(headWidth);
    int at = 0;
    for (int w = 0; w < batch.words(); w++) {
      int start = batch.start(w);
      int end = batch.start(w + 1);
      for (int head = 0; head < heads; head++) {
        int query = head * headWidth;
        int key = width + query;
        int value = 2 * width + query;
        for (int i = start; i < end; i++, at += end - start) {
          float mean = 0;
          for (int j = start; j < end; j++) {
            float share = shares[at + j - start];
            float d =
                Vectors.dot(
                    attendedGradient,
                    i * width + query,
                    projected,
                    j * 3 * width + value,
                    headWidth);
            Vectors.addScaled(
                share,
                attendedGradient,
                i * width + query,
                projectedGradient,
                j * 3 * width + value,
                headWidth);
            shareGradient[j - start] = d;
            mean += share * d;
          }
          for (int j = start; j < end; j++) {
            float d = scale * shares[at + j - start] * (shareGradient[j - start] - mean);
            Vectors.addScaled(
                d,
                projected,
                j * 3 * width + key,
                projectedGradient,
                i * 3 * width + query,
                headWidth);
            Vectors.addScaled(
                d,
                projected,
                i * 3 * width + query,
                projectedGradient,
                j * 3 * width + key,
                headWidth);
          }
        }
      }
    }
    return project.backward(projectedGradient);
  }
}
