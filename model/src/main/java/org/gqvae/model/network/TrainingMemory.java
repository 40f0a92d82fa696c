package org.gqvae.model.network;

import org.gqvae.model.layers.OpenBlasKernel;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.Vectors;

/**
 * What training holds in memory, by formula; nothing of it is allocated. Vectors of parameters are
 * floats outside the heap, activations floats on it.
 */
public final class TrainingMemory {
  private final GqVaeSpec spec;
  private final long parameters;
  private final long trained;
  private final int stateVectors;

  public TrainingMemory(GqVaeSpec spec, OptimizerSpec.Method method) {
    this.spec = spec;
    this.parameters = GqVae.parameterCount(spec);
    this.trained = GqVae.trainedParameterCount(spec);
    this.stateVectors = method.stateVectors();
  }

  /** All parameters of the network, moving averages included. */
  public long parameters() {
    return parameters;
  }

  /** Bytes of all parameters; their gradient has as many. */
  public long parameterBytes() {
    return parameters * Float.BYTES;
  }

  /** Bytes of the optimizer's state: none of it is kept of what is not trained. */
  public long stateBytes() {
    return trained * stateVectors * Float.BYTES;
  }

  /** Bytes that go to a worker before a round and come back behind it. */
  public long resultBytes() {
    return parameterBytes() + stateBytes();
  }

  /** The network's shape. */
  public GqVaeSpec spec() {
    return spec;
  }

  /**
   * Bytes on the heap of a network that trains.
   *
   * @param positions of the largest batch so far
   */
  public long trainingBytes(long positions) {
    return activationBytes(positions) + Quantizer.trainingBytes(spec, positions);
  }

  /**
   * Bytes on the heap of a network that measures; it keeps somewhat less activations than one that
   * trains.
   *
   * @param positions of the largest batch so far
   */
  public long measuringBytes(long positions) {
    return activationBytes(positions) + Quantizer.measuringBytes(spec, positions);
  }

  /**
   * Bytes outside the heap that the kernel of a network that trains stages.
   *
   * @param positions of the largest batch so far
   */
  public long stagingBytes(long positions) {
    return OpenBlasKernel.stagingBytes(4 * spec.width()) // the widest layers'
        + Quantizer.stagingBytes(spec, positions);
  }

  /**
   * Bytes of the activations and their gradients that a step keeps on the heap, to within a tenth
   * from a width of 64 on.
   *
   * @param positions of the largest batch so far: distinct words, end to end
   */
  public long activationBytes(long positions) {
    double d = spec.width();
    double norm = 3 * d; // normalized, output, gradient
    double feedForward = 10 * d; // expanded and its slopes 4 D each, output, gradient
    double attention = 9 * d + GqVaeSpec.WORD_BYTES * spec.heads(); // 3 D projected, twice; 3 D
    double block = 2 * norm + feedForward + attention + 3 * d; // two sums and a gradient
    double encoder = spec.encoderLayers() * block + norm + feedForward + d;
    double convolutions = 7 * d; // D -> D/2 -> D/4: gathered, products, slopes, gradients
    double gater = spec.hasLearnedGates() ? spec.gaterLayers() * block + norm + convolutions : d;
    double decoder = spec.decoderBlocks() * (norm + feedForward + d);
    double heads = 3 * d + Encoder.SYMBOLS; // gathered and its gradient; the slots' logits
    double shared = 4 * d + 2 * d; // room that all layers use; z_q and the gradient of z
    return Vectors.roomBytes(Math.round(positions * (encoder + gater + decoder + heads + shared)));
  }
}
