package org.gqvae.model.network;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Slice;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The codebook inside a graph, to be edited between rounds. */
public final class CodebookView {
  private final ComputationGraph graph;
  private final Parameters layout;
  private final GqVaeSpec spec;

  private CodebookView(ComputationGraph graph) {
    this.graph = graph;
    GqVaeTraining training = GqVaeGraph.training(graph.getConfiguration());
    this.layout = training.newNetwork().parameters();
    this.spec = training.spec();
  }

  public static CodebookView of(ComputationGraph graph) {
    return new CodebookView(graph);
  }

  /** V. */
  public int size() {
    return spec.codebookSize();
  }

  public boolean isOn() {
    return spec.hasCodebook() && parameter(QuantizingSwitch.NAME).getFloat(0) > 0.5f;
  }

  /** From the next step on, latents are quantized. */
  public void switchOn() {
    parameter(QuantizingSwitch.NAME).assign(1);
  }

  /**
   * Moves code {@code v} to a latent (D). Its moving averages start as those of a code that serves
   * an even share; the optimizer forgets what it knew of it.
   */
  public void move(int v, float[] latent) {
    INDArray row = Nd4j.createFromArray(latent);
    switch (spec.codebookLearning()) {
      case MOVING_AVERAGE -> {
        float share = 1f / spec.codebookSize();
        parameter("code.shares").putScalar(0, v, share);
        parameter("code.sums").putRow(v, row.mul(share));
      }
      case GRADIENT -> {
        parameter("codebook").putRow(v, row);
        forget(layout.slice("codebook"), v);
      }
    }
  }

  private INDArray parameter(String name) {
    return NetworkGraph.parameter(graph, name);
  }

  /**
   * Zeroes the optimizer's state of row {@code v}: each of its vectors runs parallel to the block's
   * parameters.
   */
  private void forget(Slice slice, int v) {
    BaseMultiLayerUpdater<?> updater = graph.getUpdater();
    INDArray state = updater.getStateViewArray();
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      long first = slice.offset() + (long) v * slice.columns() - block.getParamOffsetStart();
      long size = block.getParamOffsetEnd() - block.getParamOffsetStart();
      if (state == null || first < 0 || first >= size) {
        continue;
      }
      for (long from = block.getUpdaterViewOffsetStart() + first;
          from < block.getUpdaterViewOffsetEnd();
          from += size) {
        state
            .reshape(state.length())
            .get(NDArrayIndex.interval(from, from + slice.columns()))
            .assign(0);
      }
    }
  }
}
