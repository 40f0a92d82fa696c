package org.gqvae.model.layers;

import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** {@link NetworkLayer} at work: hands DL4J's flat vectors to a {@link TrainableNetwork}. */
final class NetworkLayerRuntime extends BaseLayer<NetworkLayer> implements IOutputLayer {
  private static final long serialVersionUID = 1;
  private static final String NOT_A_CLASSIFIER = "this network predicts no classes";

  private transient TrainableNetwork network;
  private transient INDArray labels;

  NetworkLayerRuntime(NeuralNetConfiguration configuration, DataType dataType) {
    super(configuration, dataType);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (network == null) {
      network = layerConf().spec().newNetwork();
      network.bind(
          new OpenBlasKernel(
              FlatVector.pointerTo(paramsFlattened), FlatVector.pointerTo(gradientsFlattened)));
    }
    gradientsFlattened.assign(0);
    score = network.accumulateGradient(getInput(), labels);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach((name, view) -> gradient.setGradientFor(name, view, 'c'));
    return new Pair<>(gradient, null);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    super.setBackpropGradientsViewArray(gradients);
    network = null;
  }

  @Override
  public void setParamsViewArray(INDArray parameters) {
    super.setParamsViewArray(parameters);
    network = null;
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    return score + regularization;
  }

  /** The score is the loss itself: weight decay acts on the gradient alone. */
  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return 0;
  }

  /** The whole network is in the loss: there is nothing to activate. */
  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return getInput();
  }

  @Override
  public boolean needsLabels() {
    return true;
  }

  @Override
  public void setLabels(INDArray labels) {
    this.labels = labels;
  }

  @Override
  public INDArray getLabels() {
    return labels;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean hasBias() {
    return true;
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
    throw new UnsupportedOperationException("this network scores batches, not examples");
  }

  @Override
  public double f1Score(DataSet data) {
    throw new UnsupportedOperationException(NOT_A_CLASSIFIER);
  }

  @Override
  public double f1Score(INDArray examples, INDArray labels) {
    throw new UnsupportedOperationException(NOT_A_CLASSIFIER);
  }

  @Override
  public int numLabels() {
    throw new UnsupportedOperationException(NOT_A_CLASSIFIER);
  }

  @Override
  public void fit(DataSetIterator data) {
    throw new UnsupportedOperationException("the graph is fitted, not the layer");
  }

  @Override
  public int[] predict(INDArray examples) {
    throw new UnsupportedOperationException(NOT_A_CLASSIFIER);
  }

  @Override
  public List<String> predict(DataSet data) {
    throw new UnsupportedOperationException(NOT_A_CLASSIFIER);
  }

  @Override
  public void fit(INDArray examples, INDArray labels) {
    throw new UnsupportedOperationException("the graph is fitted, not the layer");
  }

  @Override
  public void fit(DataSet data) {
    throw new UnsupportedOperationException("the graph is fitted, not the layer");
  }

  @Override
  public void fit(INDArray examples, int[] labels) {
    throw new UnsupportedOperationException("the graph is fitted, not the layer");
  }
}
