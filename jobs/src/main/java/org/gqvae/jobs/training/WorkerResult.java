package org.gqvae.jobs.training;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.network.VectorPlaces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a worker brings home from a round.
 *
 * @param updaterState null where the optimizer has none
 * @param badParameter place of the first parameter that is no number, -1 where all are
 * @param badState the same of the state
 */
record WorkerResult(INDArray parameters, INDArray updaterState, long badParameter, long badState)
    implements Serializable {

  /** Looks for what is no number; on the worker, where there is time. */
  static WorkerResult of(INDArray parameters, INDArray updaterState) {
    return new WorkerResult(
        parameters,
        updaterState,
        VectorPlaces.firstNotFinite(parameters),
        updaterState == null ? -1 : VectorPlaces.firstNotFinite(updaterState));
  }

  /**
   * Gives {@code graph} the mean of the results, summed in their order: sums of floats depend on
   * it. The first result becomes the sum: of a large network there is no room for another copy.
   *
   * @throws NotFiniteException when a result holds what is no number; the graph stays as it is
   */
  static void average(List<WorkerResult> results, ComputationGraph graph) {
    checkFinite(results, graph);
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

  private static void checkFinite(List<WorkerResult> results, ComputationGraph graph) {
    for (int worker = 0; worker < results.size(); worker++) {
      WorkerResult result = results.get(worker);
      if (result.badParameter >= 0) {
        throw new NotFiniteException(
            worker,
            result.parameters.getFloat(result.badParameter),
            "parameter " + VectorPlaces.parameter(graph, result.badParameter));
      }
      if (result.badState >= 0) {
        throw new NotFiniteException(
            worker,
            result.updaterState.getFloat(result.badState),
            "the optimizer's state of " + VectorPlaces.state(graph, result.badState));
      }
    }
  }
}
