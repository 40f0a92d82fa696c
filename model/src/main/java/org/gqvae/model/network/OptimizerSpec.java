package org.gqvae.model.network;

import java.io.Serializable;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How parameters follow their gradients.
 *
 * @param learningRate the highest, reached at the end of the warm-up
 * @param codebookRate factor on the learning rate of a trained codebook (paper: 10)
 * @param weightDecay added to a weight's gradient, times the weight (PyTorch's Adam weight_decay)
 * @param warmupSteps steps over which the rate rises linearly from 0
 * @param totalSteps steps after which the rate has fallen along a cosine to {@code finalShare} of
 *     the highest
 */
public record OptimizerSpec(
    Method method,
    double learningRate,
    double codebookRate,
    double weightDecay,
    int warmupSteps,
    int totalSteps,
    double finalShare)
    implements Serializable {

  /** The update rule, as DL4J has it. */
  public enum Method {
    /** Three vectors of state (the paper's). */
    AMSGRAD(3),
    /** Two vectors of state. */
    ADAM(2),
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

  IUpdater updater(double factor) {
    ISchedule schedule =
        new WarmupCosine(learningRate * factor, warmupSteps, totalSteps, finalShare);
    return switch (method) {
      case AMSGRAD -> AMSGrad.builder().learningRateSchedule(schedule).build();
      case ADAM -> Adam.builder().learningRateSchedule(schedule).build();
      case SGD -> Sgd.builder().learningRateSchedule(schedule).build();
    };
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
