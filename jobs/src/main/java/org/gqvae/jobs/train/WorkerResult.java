package org.gqvae.jobs.train;

import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.FlatVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a worker brings home from a round.
 *
 * @param updaterState null where the optimizer has none
 */
record WorkerResult(FlatVector parameters, FlatVector updaterState) {

  static WorkerResult of(INDArray parameters, INDArray updaterState) {
    return new WorkerResult(
        new FlatVector(parameters), updaterState == null ? null : new FlatVector(updaterState));
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
      checkFinite(result.parameters, false, worker, graph);
      if (result.updaterState != null) {
        checkFinite(result.updaterState, true, worker, graph);
      }
    }
  }

  private static void checkFinite(
      FlatVector vector, boolean isOfState, int worker, ComputationGraph graph) {
    long place = vector.firstNotFinite();
    if (place >= 0) {
      float value = vector.array().getFloat(place);
      throw NotFiniteException.at(graph, worker, value, isOfState, place);
    }
  }
}
