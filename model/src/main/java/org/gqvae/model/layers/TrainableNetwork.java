package org.gqvae.model.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A network that computes its loss and gradient itself, as {@link NetworkGraph} trains it. */
public interface TrainableNetwork {

  /** The layout of its flat vector. */
  Parameters parameters();

  /** Values for a new network, the same for the same seed. */
  float[] initialValues(long seed);

  /** Says where its parameters and their gradients lie. */
  void bind(Kernel kernel);

  /**
   * Adds the gradient of the loss on a batch to the bound gradients.
   *
   * @param features of the batch, as a DL4J data set carries them
   * @param labels likewise
   * @return the loss
   */
  double accumulateGradient(INDArray features, INDArray labels);
}
