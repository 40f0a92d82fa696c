package org.gqvae.model.language.doubles;

import org.gqvae.model.language.doubles.LanguageModelSpec.Positions;
import org.gqvae.model.layers.doubles.Parameters;
import org.gqvae.model.layers.doubles.Parameters.Slice;

/**
 * The language model by its definition: for each token to be foretold, the whole context before it
 * goes through all layers alone. Nothing behind the token is looked at.
 */
final class PlainLanguageModel {
  private final LanguageModelSpec spec;
  private final Parameters parameters;
  private final double[] values;

  PlainLanguageModel(LanguageModelSpec spec, Parameters parameters, double[] values) {
    this.spec = spec;
    this.parameters = parameters;
    this.values = values;
  }

  double nats(TokenBatch batch) {
    double nats = 0;
    for (int s = 0; s < batch.count(); s++) {
      for (int seen = 1; seen <= batch.length(s); seen++) {
        nats -=
            Math.log(shares(batch, batch.start(s), seen)[batch.next(batch.start(s) + seen - 1)]);
      }
    }
    return nats;
  }

  /** The probabilities of the token that follows {@code seen} tokens from {@code start} on. */
  private double[] shares(TokenBatch batch, int start, int seen) {
    double[][] x = new double[seen][];
    for (int t = 0; t < seen; t++) {
      x[t] = row("embedding", batch.token(start + t));
      if (spec.positions() == Positions.LEARNED) {
        x[t] = plus(x[t], row("positions", t));
      }
    }
    for (int layer = 0; layer < spec.layers(); layer++) {
      x = block("block." + layer, x);
    }
    double[] h = norm("norm", x[seen - 1]);
    double[] logits = new double[spec.vocabularySize()];
    for (int token = 0; token < logits.length; token++) {
      logits[token] = dot(h, row("embedding", token));
    }
    return softmax(logits);
  }

  private double[][] block(String name, double[][] x) {
    double[][] y = new double[x.length][];
    double[][] projected = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      projected[t] = linear(name + ".attention.project", norm(name + ".attention.norm", x[t]));
    }
    for (int t = 0; t < x.length; t++) {
      double[] attended = linear(name + ".attention.mix", attend(projected, t));
      double[] h = plus(x[t], attended);
      double[] hidden = linear(name + ".feedforward.expand", norm(name + ".feedforward.norm", h));
      for (int i = 0; i < hidden.length; i++) {
        double z = hidden[i];
        hidden[i] = z / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
      }
      y[t] = plus(h, linear(name + ".feedforward.contract", hidden));
    }
    return y;
  }

  /** What position {@code t} takes from itself and those before it, head by head. */
  private double[] attend(double[][] projected, int t) {
    int width = spec.width();
    int headWidth = width / spec.heads();
    double[] attended = new double[width];
    for (int head = 0; head < spec.heads(); head++) {
      double[] scores = new double[t + 1];
      for (int j = 0; j <= t; j++) {
        double[] query = turned(projected[t], head * headWidth, t);
        double[] key = turned(projected[j], width + head * headWidth, j);
        scores[j] = dot(query, key) / Math.sqrt(headWidth);
      }
      double[] shares = softmax(scores);
      for (int j = 0; j <= t; j++) {
        for (int i = 0; i < headWidth; i++) {
          attended[head * headWidth + i] +=
              shares[j] * projected[j][2 * width + head * headWidth + i];
        }
      }
    }
    return attended;
  }

  /** A head's query or key at place {@code t}: as complex numbers, times e^(i angle). */
  private double[] turned(double[] projected, int from, int t) {
    int headWidth = spec.width() / spec.heads();
    double[] result = new double[headWidth];
    System.arraycopy(projected, from, result, 0, headWidth);
    if (spec.positions() == Positions.ROTARY) {
      for (int i = 0; i < headWidth; i += 2) {
        // The tables of the model are floats in the product and doubles here.
        double angle = t / Math.pow(10_000, (double) i / headWidth);
        double re = result[i];
        double im = result[i + 1];
        result[i] = re * Math.cos(angle) - im * Math.sin(angle);
        result[i + 1] = re * Math.sin(angle) + im * Math.cos(angle);
      }
    }
    return result;
  }

  private double[] norm(String name, double[] x) {
    double mean = 0;
    double variance = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] gain = row(name + ".gain", 0);
    double[] shift = row(name + ".shift", 0);
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = gain[i] * (x[i] - mean) / Math.sqrt(variance + 1e-5) + shift[i];
    }
    return y;
  }

  private double[] linear(String name, double[] x) {
    double[] y = row(name + ".bias", 0);
    for (int in = 0; in < x.length; in++) {
      double[] weights = row(name + ".weight", in);
      for (int out = 0; out < y.length; out++) {
        y[out] += x[in] * weights[out];
      }
    }
    return y;
  }

  private static double[] softmax(double[] scores) {
    double sum = 0;
    double[] shares = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      shares[i] = Math.exp(scores[i]);
      sum += shares[i];
    }
    for (int i = 0; i < scores.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  private double[] row(String name, int row) {
    Slice slice = parameters.slice(name);
    double[] result = new double[slice.columns()];
    System.arraycopy(
        values, (int) slice.offset() + row * slice.columns(), result, 0, slice.columns());
    return result;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
