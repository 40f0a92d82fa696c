package org.gqvae.model.network;

import java.io.Serializable;

/**
 * What a gate costs, in nats. The cost is part of the network's state: it stays as it began, or
 * each step moves it towards the cost at which gates are {@code bytesPerGate} apart.
 *
 * <p>The steering is integral control of the logarithm of the cost: a batch with {@code gateRate}
 * gates a byte multiplies it by (gateRate x bytesPerGate) to the power {@link #GAIN}. Gates settle
 * in the first few hundred steps and hardly move afterwards, hence a gain so high that a cost ten
 * times too low is made up for in some ten steps.
 *
 * <p>Beside its price, a gate's logit costs {@code logitDecay} times its square. Without that,
 * logits run away until the probabilities are 0 and 1 to the last bit: such gates have no gradient
 * and cannot be moved any more. With it, a logit comes to rest near the logarithm of what its gate
 * matters, so that lower thresholds cut words where they are cut next best.
 *
 * @param initial nats at the start; over 0 where it is steered
 * @param bytesPerGate the target; 0: the cost stays as it began
 * @param logitDecay nats of a logit of 1, at least 0
 */
public record GateCost(double initial, double bytesPerGate, double logitDecay)
    implements Serializable {
  private static final double GAIN = 0.3;
  private static final double LEAST = 0.01;
  private static final double MOST = 1000;

  public GateCost {
    if (!(initial >= 0
        && (bytesPerGate == 0 || (bytesPerGate >= 1 && initial > 0))
        && logitDecay >= 0)) {
      throw new IllegalArgumentException(
          "a gate costs at least 0 nats, over 0 where it is steered, bytes per gate are 0 or at"
              + " least 1, and logits decay by at least 0, but got "
              + initial
              + " nats, "
              + bytesPerGate
              + " bytes per gate and a decay of "
              + logitDecay);
    }
  }

  /** A cost that stays as it is, with logits that cost nothing. */
  public static GateCost fixed(double nats) {
    return new GateCost(nats, 0, 0);
  }

  boolean isSteered() {
    return bytesPerGate > 0;
  }

  /**
   * The cost behind a step, between 0.01 and 1000 nats.
   *
   * @param cost before it
   * @param gateRate gates over one half a running byte: 1 / bytes per gate
   */
  double next(double cost, double gateRate) {
    double steered = cost * StrictMath.pow(gateRate * bytesPerGate, GAIN);
    return Math.max(LEAST, Math.min(MOST, steered));
  }
}
