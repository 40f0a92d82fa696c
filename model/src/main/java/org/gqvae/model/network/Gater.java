package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.layers.FastMath;
import org.gqvae.model.layers.Gelu;
import org.gqvae.model.layers.Norm;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.TransformerBlock;
import org.gqvae.model.layers.Vectors;

/**
 * Learned gates: g (P) = sigmoid of a score that transformer blocks (ALiBi, root-mean-square norm)
 * and three convolutions (kernels 2K, 1.5K, K; widths D -> D/2 -> D/4 -> 1, GELU between) make of
 * their input (P, D). The last position of a word always ends a token: its gate is the constant 1.
 */
final class Gater implements Gates {
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final Norm norm;
  private final Convolution wide;
  private final Gelu wideGelu = new Gelu();
  private final Convolution middle;
  private final Gelu middleGelu = new Gelu();
  private final Convolution narrow;
  private float[] logits = new float[0]; // (P)
  private float[] gates = new float[0]; // (P)
  private float[] scoreGradient = new float[0];
  private final int width;
  private final float logitDecay;
  private WordBatch batch;

  Gater(Parameters parameters, GqVaeSpec spec, GateCost cost) {
    this.width = spec.width();
    this.logitDecay = (float) cost.logitDecay();
    for (int layer = 0; layer < spec.gaterLayers(); layer++) {
      blocks.add(
          new TransformerBlock(
              parameters,
              "gater." + layer,
              Norm.Kind.ROOT_MEAN_SQUARE,
              width,
              (all, name) ->
                  new WordAttention(all, name, width, spec.heads(), GqVaeSpec.Positions.ALIBI)));
    }
    int k = spec.tokenBytes();
    this.norm = new Norm(parameters, "gater.norm", Norm.Kind.ROOT_MEAN_SQUARE, width);
    this.wide = new Convolution(parameters, "gater.wide", 2 * k, width, width / 2);
    this.middle = new Convolution(parameters, "gater.middle", 3 * k / 2, width / 2, width / 4);
    this.narrow = new Convolution(parameters, "gater.narrow", k, width / 4, 1);
  }

  @Override
  public float[] forward(float[] x, WordBatch batch) {
    this.batch = batch;
    int rows = batch.positions();
    float[] h = x;
    for (TransformerBlock block : blocks) {
      h = block.forward(h, batch);
    }
    h = norm.forward(h, rows);
    h = wideGelu.forward(wide.forward(h, batch), rows * (width / 2));
    h = middleGelu.forward(middle.forward(h, batch), rows * (width / 4));
    logits = narrow.forward(h, batch);
    gates = Vectors.room(gates, rows);
    System.arraycopy(logits, 0, gates, 0, rows);
    FastMath.sigmoid(gates, rows);
    for (int w = 1; w <= batch.count(); w++) {
      gates[batch.start(w) - 1] = 1;
    }
    return gates;
  }

  @Override
  public float[] logits() {
    return logits;
  }

  @Override
  public double logitLoss() {
    double sum = 0;
    for (int p = 0; p < batch.positions(); p++) {
      if (!batch.endsWord(p)) {
        sum += batch.weight(p) * (double) logits[p] * logits[p];
      }
    }
    return logitDecay * sum;
  }

  /** dg (P) to the gradient of the input (P, D); what stands at the ends of words has no effect. */
  @Override
  public float[] backward(float[] dg) {
    int rows = batch.positions();
    scoreGradient = Vectors.room(scoreGradient, rows);
    for (int p = 0; p < rows; p++) {
      scoreGradient[p] =
          batch.endsWord(p)
              ? 0
              : dg[p] * gates[p] * (1 - gates[p]) + 2 * logitDecay * batch.weight(p) * logits[p];
    }
    float[] gradient = middleGelu.backward(narrow.backward(scoreGradient));
    gradient = wideGelu.backward(middle.backward(gradient));
    gradient = norm.backward(wide.backward(gradient));
    for (int layer = blocks.size() - 1; layer >= 0; layer--) {
      gradient = blocks.get(layer).backward(gradient);
    }
    return gradient;
  }
}
