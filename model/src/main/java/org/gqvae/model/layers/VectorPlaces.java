package org.gqvae.model.layers;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The names of places in a graph's flat vectors. */
public final class VectorPlaces {
  private VectorPlaces() {}

  /** The name of the matrix that {@code place} of all parameters lies in. */
  public static String parameter(ComputationGraph graph, long place) {
    long end = 0;
    for (Map.Entry<String, INDArray> matrix : NetworkGraph.parameters(graph).entrySet()) {
      end += matrix.getValue().length();
      if (place < end) {
        return matrix.getKey();
      }
    }
    throw new IndexOutOfBoundsException("place " + place + " of " + end + " parameters");
  }

  /** The name of the matrix whose state {@code place} of the optimizer's state is. */
  public static String state(ComputationGraph graph, long place) {
    for (UpdaterBlock block : graph.getUpdater().getUpdaterBlocks()) {
      if (place < block.getUpdaterViewOffsetEnd()) { // one vector of the block's behind the other
        long parameters = block.getParamOffsetEnd() - block.getParamOffsetStart();
        long inBlock = (place - block.getUpdaterViewOffsetStart()) % parameters;
        return parameter(graph, block.getParamOffsetStart() + inBlock);
      }
    }
    throw new IndexOutOfBoundsException("place " + place + " of the optimizer's state");
  }
}
