package org.gqvae.model.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;

/** A GQ-VAE as DL4J trains it. */
public final class GqVaeGraph {
  private GqVaeGraph() {}

  /** A new graph with its initial parameters. */
  public static ComputationGraph create(
      GqVaeSpec spec, Objective objective, OptimizerSpec optimizer, long seed) {
    return NetworkGraph.create(new GqVaeTraining(spec, objective), optimizer, seed);
  }

  /** A network for measuring with a copy of the graph's parameters. */
  public static GqVae measuring(ComputationGraph graph) {
    return measuring(graph.getConfiguration(), NetworkGraph.values(graph));
  }

  /**
   * A network for measuring with {@code values} as the parameters of a graph of this configuration.
   */
  public static GqVae measuring(ComputationGraphConfiguration configuration, float[] values) {
    GqVaeTraining training = training(configuration);
    return GqVae.forMeasuring(training.spec(), training.objective(), values);
  }

  /** Nats that a gate costs at present. */
  public static double gateCost(ComputationGraph graph) {
    return NetworkGraph.parameter(graph, "gate.cost").getDouble(0);
  }

  static GqVaeTraining training(ComputationGraphConfiguration configuration) {
    return (GqVaeTraining) NetworkGraph.spec(configuration);
  }
}
