package org.gqvae.jobs.distill;

import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Spelling;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.Quantization;

/** The shape of a network, from the section {@code model}. */
public final class ModelSettings {
  /**
   * With so many codes, tokens of more than {@link #SHORT} bytes would take the place of better
   * ones.
   */
  private static final int FEW_CODES = 4096;

  private static final int SHORT = 10;

  /** How latents become codes. */
  public static final String QUANTIZER = "model.quantizer";

  private ModelSettings() {}

  /** Reads the section {@code model}. */
  public static GqVaeSpec read(ConfigReader reader) {
    int codebookSize = reader.between("model.codebook-size", 2, 1 << 20);
    int tokenBytes = tokenBytes(reader, codebookSize);
    int width = reader.between("model.width", 4, 1 << 14);
    int heads = reader.atLeast("model.heads", 1);
    if (width % (4 * heads) != 0) {
      reader.refuse("model.width", "expected a multiple of 4 x model.heads (" + heads + ")");
      width = 4 * heads;
    }
    int gateEvery = reader.between("model.gate-every", 0, GqVaeSpec.WORD_BYTES);
    if (gateEvery > tokenBytes) {
      reader.refuse("model.gate-every", "expected at most model.token-bytes (" + tokenBytes + ")");
      gateEvery = 0;
    }
    CodebookLearning learning = reader.oneOf("model.codebook", CodebookLearning.class);
    GqVaeSpec spec =
        new GqVaeSpec(
            tokenBytes,
            codebookSize,
            width,
            heads,
            reader.between("model.encoder-layers", 1, 64),
            reader.between("model.gater-layers", 0, 64),
            reader.between("model.decoder-blocks", 0, 64),
            reader.oneOf("model.positions", GqVaeSpec.Positions.class),
            quantization(reader, learning),
            learning,
            reader.oneOf("model.gater-input", GqVaeSpec.GaterInput.class),
            gateEvery);
    try {
      GqVae.parameterCount(spec);
      return spec;
    } catch (IllegalArgumentException e) {
      reader.refuse("model.width", "expected less, or fewer codes: " + e.getMessage());
      return new GqVaeSpec(
          tokenBytes,
          2,
          4 * heads,
          heads,
          1,
          0,
          0,
          spec.positions(),
          spec.quantization(),
          spec.codebookLearning(),
          spec.gaterInput(),
          gateEvery);
    }
  }

  /** How latents become codes, which not every codebook allows. */
  private static Quantization quantization(ConfigReader reader, CodebookLearning learning) {
    Quantization quantization = reader.oneOf(QUANTIZER, Quantization.class);
    if (GqVaeSpec.canQuantize(quantization, learning)) {
      return quantization;
    }
    reader.refuse(
        QUANTIZER,
        "which trains the codebook, but model.codebook is "
            + Spelling.of(learning)
            + ", expected model.codebook = gradient");
    return Quantization.NEAREST;
  }

  /** The longest token, which follows the number of codes unless it is given. */
  private static int tokenBytes(ConfigReader reader, int codebookSize) {
    int given = reader.between("model.token-bytes", 0, GqVaeSpec.WORD_BYTES);
    if (given == 1) {
      reader.refuse("model.token-bytes", "expected 0, or 2 to " + GqVaeSpec.WORD_BYTES);
    }
    if (given < 2) {
      return codebookSize <= FEW_CODES ? SHORT : GqVaeSpec.WORD_BYTES;
    }
    return given;
  }
}
