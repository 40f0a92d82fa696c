package org.gqvae.model.layers;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How parameters follow their gradients.
 *
 * @param learningRate the highest, reached at the end of the warm-up
 * @param codebookRate factor on the learning rate of a trained codebook (paper: 10)
 * @param weightDecay added to a weight's gradient, times the weight (PyTorch's Adam weight_decay);
 *     by {@link Method#ADAMW} taken off the weight, times the weight and the learning rate
 * @param warmupSteps steps over which the rate rises linearly from 0
 * @param totalSteps steps after which the rate has fallen along a cosine to {@code finalShare} of
 *     the highest
 * @param gradientNorm a longer gradient is scaled to this Euclidean length; 0: none is. Not for a
 *     network with state, which moves as it says
 */
public record OptimizerSpec(
    Method method,
    double learningRate,
    double codebookRate,
    double weightDecay,
    int warmupSteps,
    int totalSteps,
    double finalShare,
    double gradientNorm)
    implements Serializable {

  private static final double ADAMW_BETA2 = 0.95;

  /** The update rule, as DL4J has it. */
  public enum Method {
    /** Three vectors of state (the paper's). */
    AMSGRAD(3),
    /** Two vectors of state. */
    ADAM(2),
    /**
     * Adam with decoupled weight decay (Loshchilov and Hutter 2019), and with a second moment that
     * forgets within 20 steps, as language models are trained (Brown et al. 2020). Two vectors of
     * state.
     */
    ADAMW(2),
    /** No state. */
    SGD(0);

    private final int stateVectors;

    Method(int stateVectors) {
      this.stateVectors = stateVectors;
    }

    /** Values of state for each trained parameter. */
    public int stateVectors() {
      return stateVectors;
    }
  }

  public IUpdater updater(double factor) {
    ISchedule schedule =
        new WarmupCosine(learningRate * factor, warmupSteps, totalSteps, finalShare);
    return switch (method) {
      case AMSGRAD -> AMSGrad.builder().learningRateSchedule(schedule).build();
      case ADAM -> Adam.builder().learningRateSchedule(schedule).build();
      case ADAMW -> Adam.builder().learningRateSchedule(schedule).beta2(ADAMW_BETA2).build();
      case SGD -> Sgd.builder().learningRateSchedule(schedule).build();
    };
  }

  /** What keeps weights small. */
  List<Regularization> regularization() {
    if (weightDecay == 0) {
      return List.of();
    }
    return List.of(
        method == Method.ADAMW
            ? new WeightDecay(weightDecay, true)
            : new L2Regularization(weightDecay));
  }

  /** The learning rate of step {@code step}, counted from 0. */
  public double rateAt(int step) {
    return new WarmupCosine(learningRate, warmupSteps, totalSteps, finalShare).valueAt(step, 0);
  }

  /** Linear rise, then half a cosine. */
  private record WarmupCosine(double highest, int warmupSteps, int totalSteps, double finalShare)
      implements ISchedule {
    @Override
    public double valueAt(int step, int epoch) {
      if (step < warmupSteps) {
        return highest * (step + 1) / warmupSteps;
      }
      double progress =
          Math.min(1, (step - warmupSteps) / (double) Math.max(1, totalSteps - warmupSteps));
      return highest * (finalShare + (1 - finalShare) * (1 + Math.cos(Math.PI * progress)) / 2);
    }

    @Override
    public ISchedule clone() {
      return this;
    }
  }
}
