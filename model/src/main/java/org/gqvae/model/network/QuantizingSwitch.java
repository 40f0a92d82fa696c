package org.gqvae.model.network;

import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;

/**
 * Whether latents are quantized: a parameter that the driver sets to 1 once the encoder has settled
 * and the codes are drawn from its outputs.
 */
final class QuantizingSwitch {
  static final String NAME = "quantizing";

  private final Parameters parameters;
  private final Slice quantizing; // (1, 1)
  private final float[] value = new float[1];

  QuantizingSwitch(Parameters parameters) {
    this.parameters = parameters;
    this.quantizing = parameters.declare(NAME, Role.STATE, Start.ZEROS, 1, 1);
  }

  /** To be called whenever the parameters have changed. */
  void refresh() {
    parameters.kernel().read(quantizing, value);
  }

  boolean isOn() {
    return value[0] > 0.5f;
  }
}
