package org.gqvae.model.network;

import org.gqvae.model.layers.Kernel;
import org.gqvae.model.layers.NetworkSpec;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.TrainableNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A GQ-VAE to be trained on {@link TrainingBatch}es. */
record GqVaeTraining(GqVaeSpec spec, Objective objective) implements NetworkSpec {

  @Override
  public TrainableNetwork newNetwork() {
    return new Learner(new GqVae(spec, objective));
  }

  private record Learner(GqVae network) implements TrainableNetwork {
    @Override
    public Parameters parameters() {
      return network.parameters();
    }

    @Override
    public float[] initialValues(long seed) {
      return network.initialValues(seed);
    }

    @Override
    public void bind(Kernel kernel) {
      network.bind(kernel);
    }

    @Override
    public double accumulateGradient(INDArray features, INDArray labels) {
      return network.accumulateGradient(TrainingBatch.words(features, labels)).total();
    }
  }
}
