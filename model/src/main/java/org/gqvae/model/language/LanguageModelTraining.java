package org.gqvae.model.language;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.Kernel;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.NetworkSpec;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.TrainableNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A language model as DL4J trains it. */
public record LanguageModelTraining(LanguageModelSpec spec) implements NetworkSpec {

  /** A new graph with its initial parameters. */
  public static ComputationGraph graph(LanguageModelSpec spec, OptimizerSpec optimizer, long seed) {
    return NetworkGraph.create(new LanguageModelTraining(spec), optimizer, seed);
  }

  /** What model a graph of this configuration trains. */
  public static LanguageModelSpec spec(ComputationGraphConfiguration configuration) {
    return ((LanguageModelTraining) NetworkGraph.spec(configuration)).spec();
  }

  /**
   * A batch as DL4J carries it: features (1, P) the tokens, labels (1, P) those that follow. DL4J
   * sees one example. Ids are below 2^24, so that a float holds them.
   */
  public static DataSet dataSet(int[] tokens, int[] next) {
    return new DataSet(row(tokens), row(next));
  }

  private static INDArray row(int[] ids) {
    float[] values = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      values[i] = ids[i];
    }
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }

  private static int[] ids(INDArray row) {
    float[] values = row.dup('c').data().asFloat();
    int[] ids = new int[values.length];
    Arrays.setAll(ids, i -> (int) values[i]);
    return ids;
  }

  @Override
  public TrainableNetwork newNetwork() {
    return new Learner(new LanguageModel(spec));
  }

  private record Learner(LanguageModel model) implements TrainableNetwork {
    @Override
    public Parameters parameters() {
      return model.parameters();
    }

    @Override
    public float[] initialValues(long seed) {
      return model.parameters().initialValues(seed);
    }

    @Override
    public void bind(Kernel kernel) {
      model.bind(kernel);
    }

    @Override
    public double accumulateGradient(INDArray features, INDArray labels) {
      return model.accumulateGradient(
          new TokenBatch(ids(features), ids(labels), model.spec().contextTokens()));
    }
  }
}
