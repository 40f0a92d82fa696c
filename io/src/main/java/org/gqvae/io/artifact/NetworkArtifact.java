package org.gqvae.io.artifact;

import java.util.Arrays;
import java.util.Objects;

/**
 * A trained network as a tokenizer carries it.
 *
 * @param json what the network is; text for whoever builds it
 * @param parameters (parameters) all of them in the network's order, each finite
 */
public record NetworkArtifact(String json, float[] parameters) {
  public NetworkArtifact {
    Objects.requireNonNull(json, "json");
    parameters = parameters.clone();
    for (int i = 0; i < parameters.length; i++) {
      if (!Float.isFinite(parameters[i])) {
        throw new IllegalArgumentException(
            "Invalid network parameter " + i + ": " + parameters[i] + ", expected a finite number");
      }
    }
  }

  @Override
  public float[] parameters() {
    return parameters.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkArtifact that
        && json.equals(that.json)
        && Arrays.equals(parameters, that.parameters);
  }

  @Override
  public int hashCode() {
    return 31 * json.hashCode() + Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    return "NetworkArtifact[parameters=" + parameters.length + "]";
  }
}
