package org.gqvae.jobs.train;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.FlatVector;
import org.gqvae.model.layers.VectorPlaces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a worker brings home from a round.
 *
 * @param updaterState null where the optimizer has none
 * @param badParameter place of the first parameter that is no number, -1 where all are
 * @param badState the same of the state
 */
record WorkerResult(
    FlatVector parameters, FlatVector updaterState, long badParameter, long badState)
    implements Serializable {

  /** Looks for what is no number; on the worker, where there is time. */
  static WorkerResult of(INDArray parameters, INDArray updaterState) {
    FlatVector vector = new FlatVector(parameters);
    FlatVector state = updaterState == null ? null : new FlatVector(updaterState);
    return new WorkerResult(
        vector, state, vector.firstNotFinite(), state == null ? -1 : state.firstNotFinite());
  }

  /**
   * Gives {@code graph} the mean of the results, summed in their order: sums of floats depend on
   * it. The first result becomes the sum: of a large network there is no room for another copy.
   *
   * @throws NotFiniteException when a result holds what is no number; the graph stays as it is
   */
  static void average(List<WorkerResult> results, ComputationGraph graph) {
    checkFinite(results, graph);
    graph.setParams(mean(results, WorkerResult::parameters));
    if (results.get(0).updaterState() != null) {
      graph.getUpdater().setStateViewArray(mean(results, WorkerResult::updaterState));
    }
  }

  private static INDArray mean(
      List<WorkerResult> results, Function<WorkerResult, FlatVector> vector) {
    INDArray sum = vector.apply(results.get(0)).array();
    for (WorkerResult result : results.subList(1, results.size())) {
      sum.addi(vector.apply(result).array());
    }
    return sum.divi(results.size());
  }

  private static void checkFinite(List<WorkerResult> results, ComputationGraph graph) {
    for (int worker = 0; worker < results.size(); worker++) {
      WorkerResult result = results.get(worker);
      if (result.badParameter >= 0) {
        throw new NotFiniteException(
            worker,
            result.parameters.array().getFloat(result.badParameter),
            "parameter " + VectorPlaces.parameter(graph, result.badParameter));
      }
      if (result.badState >= 0) {
        throw new NotFiniteException(
            worker,
            result.updaterState.array().getFloat(result.badState),
            "the optimizer's state of " + VectorPlaces.state(graph, result.badState));
      }
    }
  }
}
