package org.gqvae.model.layers;

/** Lets the positions of a sequence see each other: x (P, D) to y (P, D). */
public interface Attention {

  /**
   * The result lies in the layer's own buffer until the next call; {@code x} must live until {@link
   * #backward}.
   */
  float[] forward(float[] x, Sequences sequences);

  /** dy (P, D) to dx (P, D), in the layer's own buffer. */
  float[] backward(float[] dy);
}
