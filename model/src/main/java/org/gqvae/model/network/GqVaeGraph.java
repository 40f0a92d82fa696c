package org.gqvae.model.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A GQ-VAE as DL4J trains it: a graph of one layer that owns all parameters. */
public final class GqVaeGraph {
  private static final String LAYER = "gqvae";

  private GqVaeGraph() {}

  /**
   * A new graph with its initial parameters.
   *
   * @param initialGateCost nats a gate costs at the start
   */
  public static ComputationGraph create(
      GqVaeSpec spec,
      Objective objective,
      OptimizerSpec optimizer,
      double initialGateCost,
      long seed) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .updater(optimizer.updater(1))
            .graphBuilder()
            .addInputs("words")
            .addLayer(LAYER, new GqVaeLayer(spec, objective, optimizer, initialGateCost), "words")
            .setOutputs(LAYER)
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** A network for measuring with a copy of the graph's parameters. */
  public static GqVae measuring(ComputationGraph graph) {
    return measuring(graph.getConfiguration(), values(graph));
  }

  /**
   * A network for measuring with {@code values} as the parameters of a graph of this configuration.
   */
  public static GqVae measuring(ComputationGraphConfiguration configuration, float[] values) {
    return layer(configuration).measuring(values);
  }

  static GqVaeLayer layer(ComputationGraphConfiguration configuration) {
    return (GqVaeLayer)
        ((LayerVertex) configuration.getVertices().get(LAYER)).getLayerConf().getLayer();
  }

  /** The named matrix of a graph, row-major; writing to it changes the graph. */
  static INDArray parameter(ComputationGraph graph, String name) {
    INDArray view = graph.getLayer(LAYER).getParam(name);
    if (view == null) {
      throw new IllegalArgumentException("no parameter is named " + name);
    }
    return view;
  }

  /** A copy of all parameters, in the order of the flat vector. */
  public static float[] values(ComputationGraph graph) {
    return graph.params().dup('c').data().asFloat();
  }
}
