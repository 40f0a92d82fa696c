package org.gqvae.model.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network as DL4J trains it: a graph of one layer that owns all parameters. */
public final class NetworkGraph {
  private static final String LAYER = "network";

  private NetworkGraph() {}

  /** A new graph with its initial parameters. */
  public static ComputationGraph create(NetworkSpec spec, OptimizerSpec optimizer, long seed) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .updater(optimizer.updater(1))
            .graphBuilder()
            .addInputs("batch")
            .addLayer(LAYER, new NetworkLayer(spec, optimizer), "batch")
            .setOutputs(LAYER)
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** What network a graph of this configuration trains. */
  public static NetworkSpec spec(ComputationGraphConfiguration configuration) {
    LayerVertex vertex = (LayerVertex) configuration.getVertices().get(LAYER);
    return ((NetworkLayer) vertex.getLayerConf().getLayer()).spec();
  }

  /** The named matrices of a graph, in the order of the flat vector. */
  public static Map<String, INDArray> parameters(ComputationGraph graph) {
    return graph.getLayer(LAYER).paramTable();
  }

  /** The named matrix of a graph, row-major; writing to it changes the graph. */
  public static INDArray parameter(ComputationGraph graph, String name) {
    INDArray view = graph.getLayer(LAYER).getParam(name);
    if (view == null) {
      throw new IllegalArgumentException("no parameter is named " + name);
    }
    return view;
  }

  /** A copy of all parameters, in the order of the flat vector. */
  public static float[] values(ComputationGraph graph) {
    return new FlatVector(graph.params()).values();
  }

  /** A copy of the optimizer's state; empty where it has none. */
  public static float[] updaterState(ComputationGraph graph) {
    INDArray state = graph.getUpdater().getStateViewArray();
    return state == null ? new float[0] : new FlatVector(state).values();
  }

  /**
   * Puts a graph where another stood.
   *
   * @param values all parameters
   * @param updaterState as {@link #updaterState} gave it
   * @param steps optimizer steps taken so far
   * @throws IllegalArgumentException when they are not of a graph of this shape
   */
  public static void restore(
      ComputationGraph graph, float[] values, float[] updaterState, int steps) {
    INDArray state = graph.getUpdater().getStateViewArray();
    if (values.length != graph.numParams()
        || updaterState.length != (state == null ? 0 : state.length())) {
      throw new IllegalArgumentException(
          "expected "
              + graph.numParams()
              + " parameters with their state, but got "
              + values.length);
    }
    graph.setParams(Nd4j.createFromArray(values).reshape(1, values.length));
    if (state != null) {
      state.assign(Nd4j.createFromArray(updaterState).reshape(state.shape()));
    }
    graph.getConfiguration().setIterationCount(steps);
  }
}
