package org.gqvae.jobs.train;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.VectorPlaces;

/** A worker has brought home what is no number; nothing of its round was averaged. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NotFiniteException(int worker, float value, String place) {
    super("worker " + worker + " brought " + value + " home in " + place);
  }

  /**
   * @param worker counted from 0
   * @param value NaN or an infinity
   * @param isOfState whether it is of the optimizer's state, else of the parameters
   * @param place in all of them, as {@code graph} has them
   */
  static NotFiniteException at(
      ComputationGraph graph, int worker, float value, boolean isOfState, long place) {
    return new NotFiniteException(
        worker,
        value,
        isOfState
            ? "the optimizer's state of " + VectorPlaces.state(graph, place)
            : "parameter " + VectorPlaces.parameter(graph, place));
  }
}
