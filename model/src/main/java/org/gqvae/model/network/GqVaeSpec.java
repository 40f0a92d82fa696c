package org.gqvae.model.network;

import java.io.Serializable;

/**
 * The shape of a GQ-VAE: everything that decides how many parameters it has and how they are used.
 *
 * @param tokenBytes K, the longest token in bytes, in [2, 16]
 * @param codebookSize V, the number of codes
 * @param width D, the latent width
 * @param heads attention heads; divides {@code width}
 * @param encoderLayers transformer blocks of the encoder (paper: 4)
 * @param gaterLayers transformer blocks of the gater (paper: 2)
 * @param decoderBlocks residual blocks of the decoder (paper: 4)
 * @param gateEvery 0: gates are learned; k: a token ends at every k-th byte of a word, which makes
 *     this the fixed-length VQ-VAE that the paper compares with, and there is no gater; at most K
 */
public record GqVaeSpec(
    int tokenBytes,
    int codebookSize,
    int width,
    int heads,
    int encoderLayers,
    int gaterLayers,
    int decoderBlocks,
    Positions positions,
    Quantization quantization,
    CodebookLearning codebookLearning,
    GaterInput gaterInput,
    int gateEvery)
    implements Serializable {

  /** T, the longest word in bytes: longer pre-tokens are cut into pieces before they come here. */
  public static final int WORD_BYTES = 16;

  /** How the encoder knows where in the word a byte stands. */
  public enum Positions {
    /** A trained vector for each of the {@link #WORD_BYTES} positions, added to the embedding. */
    LEARNED,
    /**
     * A penalty on attention that grows with distance (the paper's); symmetric, so left equals
     * right.
     */
    ALIBI
  }

  /** How latents become codes in training; elsewhere they become the nearest, if there are any. */
  public enum Quantization {
    /** By distance, the gradient straight through (the paper's). */
    NEAREST,
    /** By a draw that favours near codes, the gradient that of a mixture; of a trained codebook. */
    GUMBEL_SOFTMAX,
    /** Not at all: there are no codes. */
    NONE
  }

  /** How the codebook follows the encoder. */
  public enum CodebookLearning {
    /** Each code is the moving average of the encodings that it serves. */
    MOVING_AVERAGE,
    /** Each code is a parameter of the optimizer (the paper's). */
    GRADIENT
  }

  /** What the gater reads. */
  public enum GaterInput {
    /** The encoder's output z. */
    ENCODED,
    /** The quantized latents z_q (the paper's). */
    QUANTIZED
  }

  /** The shape of a network whose gates are learned and whose codes are the nearest. */
  public GqVaeSpec(
      int tokenBytes,
      int codebookSize,
      int width,
      int heads,
      int encoderLayers,
      int gaterLayers,
      int decoderBlocks,
      Positions positions,
      CodebookLearning codebookLearning,
      GaterInput gaterInput) {
    this(
        tokenBytes,
        codebookSize,
        width,
        heads,
        encoderLayers,
        gaterLayers,
        decoderBlocks,
        positions,
        Quantization.NEAREST,
        codebookLearning,
        gaterInput,
        0);
  }

  public GqVaeSpec {
    checkRange("token-bytes", tokenBytes, 2, WORD_BYTES);
    checkRange("codebook-size", codebookSize, 2, 1 << 20);
    checkRange("width", width, 4, 1 << 14);
    checkRange("heads", heads, 1, width);
    checkRange("encoder-layers", encoderLayers, 1, 64);
    checkRange("gater-layers", gaterLayers, 0, 64);
    checkRange("decoder-blocks", decoderBlocks, 0, 64);
    checkRange("gate-every", gateEvery, 0, tokenBytes);
    if (width % (4 * heads) != 0) {
      throw new IllegalArgumentException(
          "width " + width + " is not a multiple of 4 x heads (" + heads + ")");
    }
    if (!canQuantize(quantization, codebookLearning)) {
      throw new IllegalArgumentException("gumbel-softmax needs a codebook that learns by gradient");
    }
  }

  /** Whether codes that learn so can be chosen so. */
  public static boolean canQuantize(Quantization quantization, CodebookLearning codebookLearning) {
    return switch (quantization) {
      case NEAREST, NONE -> true;
      case GUMBEL_SOFTMAX -> codebookLearning == CodebookLearning.GRADIENT;
    };
  }

  /** Whether there is a codebook: without one there are no codes, and no tokenizer. */
  public boolean hasCodebook() {
    return quantization != Quantization.NONE;
  }

  /** Whether gates are learned, and not set to every so many bytes. */
  public boolean hasLearnedGates() {
    return gateEvery == 0;
  }

  private static void checkRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " " + value + " is not in [" + least + ", " + most + "]");
    }
  }
}
