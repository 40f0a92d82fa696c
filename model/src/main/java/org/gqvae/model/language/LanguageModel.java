package org.gqvae.model.language;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.Kernel;
import org.gqvae.model.layers.Norm;
import org.gqvae.model.layers.OpenBlasKernel;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;
import org.gqvae.model.layers.TransformerBlock;
import org.gqvae.model.layers.Vectors;

/**
 * A decoder-only transformer (Radford et al. 2019): embedding of the tokens, pre-norm blocks of
 * causal attention and GELU feed-forward, a last norm, and logits by the embedding itself.
 *
 * <pre>
 * tokens (P) --embedding--> x (P, D) --blocks--> h (P, D) --embedding, transposed--> next (P, V)
 * </pre>
 *
 * <p>Not thread-safe: each thread has its own.
 */
public final class LanguageModel {
  private final LanguageModelSpec spec;
  private final Parameters parameters = new Parameters(Start.SMALL_NORMAL);
  private final Slice embedding; // (V, D)
  private final Slice positions; // (T, D); null where attention is told by rotation
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final Norm norm;
  private final TiedHead head;
  private final float[] vector; // (D)
  private float[] embedded = new float[0]; // (P, D)
  private float[] gradient = new float[0]; // (P, D)

  LanguageModel(LanguageModelSpec spec) {
    this.spec = spec;
    int width = spec.width();
    this.vector = new float[width];
    this.embedding =
        parameters.declare(
            "embedding", Role.WEIGHT, Start.SMALL_NORMAL, spec.vocabularySize(), width);
    this.positions =
        switch (spec.positions()) {
          case LEARNED ->
              parameters.declare(
                  "positions", Role.WEIGHT, Start.SMALL_NORMAL, spec.contextTokens(), width);
          case ROTARY -> null;
        };
    Rotation rotation =
        positions == null
            ? new Rotation(spec.contextTokens(), spec.heads(), width / spec.heads())
            : null;
    for (int layer = 0; layer < spec.layers(); layer++) {
      blocks.add(
          new TransformerBlock(
              parameters,
              "block." + layer,
              Norm.Kind.LAYER,
              width,
              (all, name) -> new CausalAttention(all, name, width, spec.heads(), rotation)));
    }
    this.norm = new Norm(parameters, "norm", Norm.Kind.LAYER, width);
    this.head = new TiedHead(parameters, embedding);
  }

  /** A model that measures, with {@code values} as its parameters. */
  public static LanguageModel forMeasuring(LanguageModelSpec spec, float[] values) {
    LanguageModel model = new LanguageModel(spec);
    if (values.length != model.parameters.size()) {
      throw new IllegalArgumentException(
          "a model of %s has %d parameters, not %d"
              .formatted(spec, model.parameters.size(), values.length));
    }
    model.bind(new OpenBlasKernel(new FloatPointer(values), null));
    return model;
  }

  /** The number of parameters of a model of this shape; none is allocated. */
  public static long parameterCount(LanguageModelSpec spec) {
    return new LanguageModel(spec).parameters.size();
  }

  public LanguageModelSpec spec() {
    return spec;
  }

  Parameters parameters() {
    return parameters;
  }

  void bind(Kernel kernel) {
    parameters.bind(kernel);
  }

  /** The sum of the cross entropies of the batch's next tokens, in nats. */
  public double nats(TokenBatch batch) {
    return head.nats(forward(batch), batch, 0, null);
  }

  /**
   * The mean cross entropy of the batch's next tokens, in nats; adds its gradient to the bound
   * gradients.
   */
  double accumulateGradient(TokenBatch batch) {
    int rows = batch.positions();
    float[] h = forward(batch);
    gradient = Vectors.room(gradient, rows * spec.width());
    double nats = head.nats(h, batch, 1 / (float) rows, gradient);
    float[] dx = norm.backward(gradient);
    for (int layer = blocks.size() - 1; layer >= 0; layer--) {
      dx = blocks.get(layer).backward(dx);
    }
    for (int p = 0; p < rows; p++) {
      System.arraycopy(dx, p * spec.width(), vector, 0, vector.length);
      parameters.kernel().addGradient(embedding.rows(batch.token(p), 1), vector);
      if (positions != null) {
        parameters.kernel().addGradient(positions.rows(batch.place(p), 1), vector);
      }
    }
    return nats / rows;
  }

  private float[] forward(TokenBatch batch) {
    int width = spec.width();
    embedded = Vectors.zeros(embedded, batch.positions() * width);
    for (int p = 0; p < batch.positions(); p++) {
      addRow(embedding, batch.token(p), p);
      if (positions != null) {
        addRow(positions, batch.place(p), p);
      }
    }
    float[] x = embedded;
    for (TransformerBlock block : blocks) {
      x = block.forward(x, batch);
    }
    return norm.forward(x, batch.positions());
  }

  private void addRow(Slice matrix, int row, int p) {
    parameters.kernel().read(matrix.rows(row, 1), vector);
    Vectors.add(vector, 0, embedded, p * vector.length, vector.length);
  }
}
