package org.gqvae.model.network;

import java.util.BitSet;

/** Hands latents through: z_q = z. There are no codes and nothing to train. */
final class NoQuantizer implements Quantizer {
  private static final float[] NO_CODEBOOK = new float[0];
  private static final int[] NO_CODES = new int[0];

  @Override
  public void refresh() {}

  @Override
  public boolean isOn() {
    return false;
  }

  @Override
  public float[] codebook() {
    return NO_CODEBOOK;
  }

  @Override
  public float[] forward(float[] z, WordBatch batch) {
    return z;
  }

  @Override
  public int[] codes() {
    return NO_CODES;
  }

  @Override
  public int[] nearest(float[] z, int rows, BitSet positions) {
    return NO_CODES;
  }

  @Override
  public double loss() {
    return 0;
  }

  @Override
  public void backward(float[] dzq) {}
}
