package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.layers.FeedForward;
import org.gqvae.model.layers.Norm;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Vectors;

/**
 * Latents to literals, position by position: residual blocks x + FeedForward(LayerNorm(x)), then
 * the slots' bytes and the length. It never looks at a neighbour, so a code stands for one byte
 * string whatever its context.
 */
final class Decoder {
  private final int width;
  private final List<Norm> norms = new ArrayList<>();
  private final List<FeedForward> feedForwards = new ArrayList<>();
  private final List<float[]> hidden = new ArrayList<>(); // (P, D) behind each block
  private final SlotHead slots;
  private final LengthHead length;

  Decoder(Parameters parameters, GqVaeSpec spec) {
    this.width = spec.width();
    for (int block = 0; block < spec.decoderBlocks(); block++) {
      norms.add(new Norm(parameters, "decoder." + block + ".norm", Norm.Kind.LAYER, width));
      feedForwards.add(
          new FeedForward(parameters, "decoder." + block + ".feedforward", width, width));
      hidden.add(new float[0]);
    }
    this.slots = new SlotHead(parameters, spec);
    this.length = new LengthHead(parameters, spec);
  }

  /** z_q (rows, D) to h (rows, D). */
  float[] forward(float[] zq, int rows) {
    float[] x = zq;
    for (int block = 0; block < norms.size(); block++) {
      float[] y = Vectors.room(hidden.get(block), rows * width);
      hidden.set(block, y);
      System.arraycopy(x, 0, y, 0, rows * width);
      Vectors.add(
          feedForwards.get(block).forward(norms.get(block).forward(x, rows), rows),
          0,
          y,
          0,
          rows * width);
      x = y;
    }
    return x;
  }

  SlotHead slots() {
    return slots;
  }

  LengthHead length() {
    return length;
  }

  /** dh (rows, D) to dz_q (rows, D), in place. */
  void backward(float[] dh, int rows) {
    for (int block = norms.size() - 1; block >= 0; block--) {
      Vectors.add(
          norms.get(block).backward(feedForwards.get(block).backward(dh)), 0, dh, 0, rows * width);
    }
  }
}
