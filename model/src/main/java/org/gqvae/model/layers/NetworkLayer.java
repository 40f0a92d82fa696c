package org.gqvae.model.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * The DL4J configuration of a whole network as one output layer: its parameters are named views of
 * the flat vector, and it computes loss and gradient itself.
 */
final class NetworkLayer extends FeedForwardLayer {
  private static final long serialVersionUID = 1;

  private final NetworkSpec spec;
  private final OptimizerSpec optimizer;
  private transient Parameters layout;

  NetworkLayer(NetworkSpec spec, OptimizerSpec optimizer) {
    this.spec = spec;
    this.optimizer = optimizer;
    this.nIn = 1;
    this.nOut = 1;
    this.iUpdater = optimizer.updater(1);
    if (optimizer.gradientNorm() > 0) {
      this.gradientNormalization = GradientNormalization.ClipL2PerLayer;
      this.gradientNormalizationThreshold = optimizer.gradientNorm();
    }
  }

  NetworkSpec spec() {
    return spec;
  }

  @Override
  public NetworkLayer clone() {
    NetworkLayer clone = new NetworkLayer(spec, optimizer);
    clone.setLayerName(getLayerName());
    return clone;
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    NetworkLayerRuntime layer = new NetworkLayerRuntime(configuration, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return new Views();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(nOut);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    throw new UnsupportedOperationException("DL4J's memory reports do not cover this layer");
  }

  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    return switch (role(name)) {
      case WEIGHT -> optimizer.regularization();
      case BIAS, CODEBOOK, STATE -> List.of();
    };
  }

  @Override
  public IUpdater getUpdaterByParam(String name) {
    return switch (role(name)) {
      case WEIGHT, BIAS -> iUpdater;
      case CODEBOOK -> optimizer.updater(optimizer.codebookRate());
      // The gradient of state is subtracted as it is.
      case STATE -> new NoOp();
    };
  }

  private Role role(String name) {
    return layout().slice(name).role();
  }

  private Parameters layout() {
    if (layout == null) {
      layout = spec.newNetwork().parameters();
    }
    return layout;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkLayer that
        && spec.equals(that.spec)
        && optimizer.equals(that.optimizer);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof NetworkLayer;
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }

  /** Cuts DL4J's flat vectors into the network's matrices. */
  private final class Views implements ParamInitializer {
    private final Parameters parameters = layout();

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
      return parameters.size();
    }

    @Override
    public long numParams(Layer layer) {
      return parameters.size();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
      return parameters.slices().stream().map(Slice::name).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
      return keysOf(Role.WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
      return keysOf(Role.BIAS);
    }

    private List<String> keysOf(Role role) {
      List<String> keys = new ArrayList<>();
      for (Slice slice : parameters.slices()) {
        if (slice.role() == role) {
          keys.add(slice.name());
        }
      }
      return keys;
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
      return parameters.slice(key).role() == Role.WEIGHT;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
      return parameters.slice(key).role() == Role.BIAS;
    }

    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration configuration, INDArray flat, boolean initialize) {
      if (initialize) {
        float[] values = spec.newNetwork().initialValues(configuration.getSeed());
        flat.assign(Nd4j.createFromArray(values).reshape(flat.shape()));
      }
      Map<String, INDArray> views = views(flat);
      configuration.clearVariables();
      views.keySet().forEach(configuration::addVariable);
      return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration configuration, INDArray flat) {
      return views(flat);
    }

    private Map<String, INDArray> views(INDArray flat) {
      INDArray vector = flat.reshape(flat.length());
      Map<String, INDArray> views = new LinkedHashMap<>();
      for (Slice slice : parameters.slices()) {
        views.put(
            slice.name(),
            vector
                .get(NDArrayIndex.interval(slice.offset(), slice.offset() + slice.size()))
                .reshape('c', slice.rows(), slice.columns()));
      }
      return views;
    }
  }
}
