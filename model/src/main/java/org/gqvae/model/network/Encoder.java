package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.layers.FeedForward;
import org.gqvae.model.layers.Norm;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;
import org.gqvae.model.layers.TransformerBlock;
import org.gqvae.model.layers.Vectors;

/**
 * Bytes to latents: embedding (256, D), transformer blocks that see the whole word, and one
 * feed-forward D -> D behind a norm. Output z (P, D).
 */
final class Encoder {
  static final int SYMBOLS = 256;

  private final Parameters parameters;
  private final int width;
  private final Slice embedding;
  private final Slice positions; // null without learned positions
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final Norm norm;
  private final FeedForward output;
  private final float[] embeddingValues;
  private final float[] positionValues;
  private final float[] embeddingGradient;
  private final float[] positionGradient;
  private float[] embedded = new float[0]; // (P, D)
  private WordBatch batch;

  Encoder(Parameters parameters, GqVaeSpec spec) {
    this.parameters = parameters;
    this.width = spec.width();
    this.embedding =
        parameters.declare("encoder.embedding", Role.WEIGHT, Start.NORMAL, SYMBOLS, width);
    this.positions =
        switch (spec.positions()) {
          case LEARNED ->
              parameters.declare(
                  "encoder.positions", Role.WEIGHT, Start.NORMAL, GqVaeSpec.WORD_BYTES, width);
          case ALIBI -> null;
        };
    for (int layer = 0; layer < spec.encoderLayers(); layer++) {
      blocks.add(
          new TransformerBlock(
              parameters,
              "encoder." + layer,
              Norm.Kind.LAYER,
              width,
              (all, name) -> new WordAttention(all, name, width, spec.heads(), spec.positions())));
    }
    this.norm = new Norm(parameters, "encoder.norm", Norm.Kind.LAYER, width);
    this.output = new FeedForward(parameters, "encoder.output", width, width);
    this.embeddingValues = new float[SYMBOLS * width];
    this.positionValues = new float[GqVaeSpec.WORD_BYTES * width];
    this.embeddingGradient = new float[embeddingValues.length];
    this.positionGradient = new float[positionValues.length];
  }

  float[] forward(WordBatch batch) {
    this.batch = batch;
    embedded = Vectors.room(embedded, batch.positions() * width);
    parameters.kernel().read(embedding, embeddingValues);
    if (positions != null) {
      parameters.kernel().read(positions, positionValues);
    }
    for (int p = 0; p < batch.positions(); p++) {
      System.arraycopy(embeddingValues, batch.symbol(p) * width, embedded, p * width, width);
      Vectors.add(positionValues, batch.offset(p) * width, embedded, p * width, width);
    }
    float[] x = embedded;
    for (TransformerBlock block : blocks) {
      x = block.forward(x, batch);
    }
    return output.forward(norm.forward(x, batch.positions()), batch.positions());
  }

  void backward(float[] dz) {
    float[] gradient = norm.backward(output.backward(dz));
    for (int layer = blocks.size() - 1; layer >= 0; layer--) {
      gradient = blocks.get(layer).backward(gradient);
    }
    Arrays.fill(embeddingGradient, 0);
    Arrays.fill(positionGradient, 0);
    for (int p = 0; p < batch.positions(); p++) {
      Vectors.add(gradient, p * width, embeddingGradient, batch.symbol(p) * width, width);
      Vectors.add(gradient, p * width, positionGradient, batch.offset(p) * width, width);
    }
    parameters.kernel().addGradient(embedding, embeddingGradient);
    if (positions != null) {
      parameters.kernel().addGradient(positions, positionGradient);
    }
  }
}
