package org.gqvae.model.network;

import java.util.stream.IntStream;

/**
 * Floating-point operations of a training step, by formula: 2 m n k for a product of (m, k) and (k,
 * n). A trained product takes three times that of its forward pass, once each for the result, the
 * gradient of the input and that of the weights; the search for the nearest codes takes 2 P V D
 * once, gumbel-softmax seven times that: the scores twice, and on the way back the gradient of the
 * mixture's shares, the mixture, its gradient in the codes, and the scores' gradients in latents
 * and in codes.
 *
 * <p>Counted are products with parameters and codes, where both have a meaning: a tap of a
 * convolution for the positions whose neighbour is in the word, a slot for the positions that it
 * reaches. Not counted, because they are no such products, are attention within a word (about 1 %
 * at width 64, less above), look-ups, norms, activations, losses and the optimizer.
 */
public final class TrainingFlops {
  private final GqVaeSpec spec;
  private final WordBatch batch;

  public TrainingFlops(GqVaeSpec spec, WordBatch batch) {
    this.spec = spec;
    this.batch = batch;
  }

  /** Of a whole step with the quantizer on. */
  public long step() {
    return 3 * trained() + quantizer();
  }

  /** Of the products with parameters in one forward pass. */
  long trained() {
    long d = spec.width();
    long block = 4 * d * d + 8 * d * d; // projections of attention; feed-forward of 4 D
    long perPosition =
        spec.encoderLayers() * block
            + 8 * d * d // the encoder's output
            + 8L * spec.decoderBlocks() * d * d
            + d * spec.tokenBytes(); // lengths
    long slots =
        IntStream.range(0, spec.tokenBytes()).mapToLong(batch::positionsReaching).sum()
            * d
            * Encoder.SYMBOLS;
    return 2 * (batch.positions() * perPosition + slots + gater(block));
  }

  /** Multiplications and additions of the gater, 0 where gates are set. */
  private long gater(long block) {
    if (!spec.hasLearnedGates()) {
      return 0;
    }
    long d = spec.width();
    int k = spec.tokenBytes();
    return (long) batch.positions() * spec.gaterLayers() * block
        + convolution(2 * k, d, d / 2)
        + convolution(3 * k / 2, d / 2, d / 4)
        + convolution(k, d / 4, 1);
  }

  /** Of what the quantizer multiplies with codes. */
  long quantizer() {
    long product = 2L * batch.positions() * spec.codebookSize() * spec.width();
    return switch (spec.quantization()) {
      case NEAREST -> product;
      case GUMBEL_SOFTMAX -> 7 * product;
      case NONE -> 0;
    };
  }

  /** Multiplications and additions of a convolution: in x out for each pair that a tap joins. */
  private long convolution(int kernelSize, long inputs, long outputs) {
    long pairs = 0;
    for (int w = 0; w < batch.count(); w++) {
      for (int shift = -((kernelSize - 1) / 2); shift <= kernelSize / 2; shift++) {
        pairs += Math.max(0, batch.length(w) - Math.abs(shift));
      }
    }
    return pairs * inputs * outputs;
  }
}
