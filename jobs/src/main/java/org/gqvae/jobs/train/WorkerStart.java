package org.gqvae.jobs.train;

import java.io.Serializable;
import java.util.Iterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.gqvae.model.layers.FlatVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What all workers of a round start from.
 *
 * @param state the optimizer's; null where it has none
 * @param steps that came before: a configuration forgets them when it is cloned
 */
record WorkerStart(
    ComputationGraphConfiguration configuration, FlatVector parameters, FlatVector state, int steps)
    implements Serializable {

  /** The graph as it is; its vectors are not copied. */
  static WorkerStart of(ComputationGraph graph) {
    INDArray state = graph.getUpdater().getStateViewArray();
    return new WorkerStart(
        graph.getConfiguration(),
        new FlatVector(graph.params()),
        state == null ? null : new FlatVector(state),
        graph.getConfiguration().getIterationCount());
  }

  /** Counts the steps of a round that its workers have done. */
  static void countSteps(ComputationGraph graph, int steps) {
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    configuration.setIterationCount(configuration.getIterationCount() + steps);
  }

  /** Does a step on each batch, on a copy: workers of one JVM share this. */
  WorkerResult train(Iterator<DataSet> batches) {
    ComputationGraph copy = new ComputationGraph(configuration.clone());
    copy.init(parameters.array().dup(), false);
    copy.getConfiguration().setIterationCount(steps);
    if (state != null) {
      copy.setUpdater(new ComputationGraphUpdater(copy, state.array().dup()));
    }
    batches.forEachRemaining((DataSet batch) -> copy.fit(batch));
    return WorkerResult.of(copy.params(), copy.getUpdater().getStateViewArray());
  }
}
