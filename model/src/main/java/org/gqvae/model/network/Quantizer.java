package org.gqvae.model.network;

import java.util.BitSet;
import org.gqvae.model.layers.Parameters;

/**
 * Replaces latents by codes: z (P, D) to codes (P) and z_q (P, D), the rows of the codebook (V, D)
 * that the codes name.
 */
sealed interface Quantizer permits NearestQuantizer, GumbelQuantizer, NoQuantizer {

  /** The quantizer of a network of this shape. */
  static Quantizer of(Parameters parameters, GqVaeSpec spec, Objective objective) {
    return switch (spec.quantization()) {
      case NEAREST -> new NearestQuantizer(parameters, spec, objective);
      case GUMBEL_SOFTMAX -> new GumbelQuantizer(parameters, spec, objective);
      case NONE -> new NoQuantizer();
    };
  }

  /** Bytes on the heap of a quantizer that trains on batches of so many positions at most. */
  static long trainingBytes(GqVaeSpec spec, long positions) {
    return switch (spec.quantization()) {
      case NEAREST -> NearestQuantizer.trainingBytes(spec, positions);
      case GUMBEL_SOFTMAX -> GumbelQuantizer.trainingBytes(spec, positions);
      case NONE -> 0;
    };
  }

  /** Bytes outside the heap that the kernel stages for a quantizer that trains. */
  static long stagingBytes(GqVaeSpec spec, long positions) {
    return switch (spec.quantization()) {
      case NEAREST -> NearestCodes.stagingBytes(spec, positions);
      case GUMBEL_SOFTMAX -> GumbelQuantizer.stagingBytes(spec, positions);
      case NONE -> 0;
    };
  }

  /** Bytes on the heap of a quantizer that measures batches of so many positions at most. */
  static long measuringBytes(GqVaeSpec spec, long positions) {
    long nearest = codebookBytes(spec) + NearestCodes.scoresBytes(spec, positions);
    return switch (spec.quantization()) {
      case NEAREST -> nearest;
      case GUMBEL_SOFTMAX -> nearest + GumbelQuantizer.divergenceBytes(spec, positions);
      case NONE -> 0;
    };
  }

  /** Bytes on the heap of a quantizer that encodes. */
  static long encodingBytes(GqVaeSpec spec) {
    return spec.hasCodebook()
        ? codebookBytes(spec) + CodeTree.bytes(spec.codebookSize(), spec.width())
        : 0;
  }

  private static long codebookBytes(GqVaeSpec spec) {
    return (long) Float.BYTES * spec.codebookSize() * (spec.width() + 2);
  }

  /** Reads the codebook; to be called whenever the parameters have changed. */
  void refresh();

  /** Whether latents become codes: without that they are handed through. */
  boolean isOn();

  /** The codebook (V, D) as of the last {@link #refresh}; not to be changed. */
  float[] codebook();

  /** z_q; equal to z while the quantizer is off. */
  float[] forward(float[] z, WordBatch batch);

  /** The codes (P) of the last {@link #forward}, valid while the quantizer is on. */
  int[] codes();

  /**
   * The nearest codes (P) of these latents at the given positions, and {@link GqVae#NO_CODE} at
   * others; meaningless while the quantizer is off. The kernel's order must be fixed.
   */
  int[] nearest(float[] z, int rows, BitSet positions);

  /** What the codes of the last {@link #forward} cost, in nats a position; 0 while off. */
  double loss();

  /** dz_q (P, D) becomes dz in place; adds the gradient of the codebook, or what moves it. */
  void backward(float[] dzq);
}
