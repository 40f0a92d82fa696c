package org.gqvae.jobs.training;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a worker brings home from a round.
 *
 * @param updaterState null where the optimizer has none
 */
record WorkerResult(INDArray parameters, INDArray updaterState) implements Serializable {

  /**
   * Gives {@code graph} the mean of the results, summed in their order: sums of floats depend on
   * it. The first result becomes the sum: of a large network there is no room for another copy.
   */
  static void average(List<WorkerResult> results, ComputationGraph graph) {
    INDArray parameters = results.get(0).parameters();
    INDArray state = results.get(0).updaterState();
    for (WorkerResult result : results.subList(1, results.size())) {
      parameters.addi(result.parameters());
      if (state != null) {
        state.addi(result.updaterState());
      }
    }
    graph.setParams(parameters.divi(results.size()));
    if (state != null) {
      graph.getUpdater().setStateViewArray(state.divi(results.size()));
    }
  }
}
