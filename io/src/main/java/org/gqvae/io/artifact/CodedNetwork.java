package org.gqvae.io.artifact;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_DEFAULT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.GqVaeSpec.Quantization;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * A GQ-VAE as a tokenizer carries it: what the neural policy needs beside the vocabulary.
 *
 * @param parameters all of the network's
 * @param codeTokens (V) the id that each code names, -1 for none
 */
public record CodedNetwork(GqVaeSpec spec, float[] parameters, int[] codeTokens) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public CodedNetwork {
    long count = GqVae.parameterCount(spec);
    if (parameters.length != count) {
      throw new IllegalArgumentException(
          "the network has " + count + " parameters, but got " + parameters.length);
    }
    if (codeTokens.length != spec.codebookSize()) {
      throw new IllegalArgumentException(
          "the network has " + spec.codebookSize() + " codes, but got " + codeTokens.length);
    }
  }

  /** network.json. */
  private record Stored(
      @JsonProperty("token_bytes") int tokenBytes,
      @JsonProperty("codebook_size") int codebookSize,
      @JsonProperty("width") int width,
      @JsonProperty("heads") int heads,
      @JsonProperty("encoder_layers") int encoderLayers,
      @JsonProperty("gater_layers") int gaterLayers,
      @JsonProperty("decoder_blocks") int decoderBlocks,
      @JsonProperty("positions") String positions,
      @JsonInclude(NON_DEFAULT) @JsonProperty("quantizer") String quantizer,
      @JsonProperty("codebook") String codebook,
      @JsonProperty("gater_input") String gaterInput,
      @JsonInclude(NON_DEFAULT) @JsonProperty("gate_every") int gateEvery,
      @JsonProperty("code_tokens") int[] codeTokens) {
    Stored {
      if (codeTokens == null) {
        throw new IllegalArgumentException("Invalid code_tokens: null, expected an array");
      }
    }

    GqVaeSpec spec() {
      return new GqVaeSpec(
          tokenBytes,
          codebookSize,
          width,
          heads,
          encoderLayers,
          gaterLayers,
          decoderBlocks,
          Spelling.parse("positions", Positions.class, positions),
          Spelling.parse("quantizer", Quantization.class, quantizer),
          Spelling.parse("codebook", CodebookLearning.class, codebook),
          Spelling.parse("gater_input", GaterInput.class, gaterInput),
          gateEvery);
    }
  }

  /** As the files of a tokenizer directory. */
  public NetworkArtifact toArtifact() {
    Stored stored =
        new Stored(
            spec.tokenBytes(),
            spec.codebookSize(),
            spec.width(),
            spec.heads(),
            spec.encoderLayers(),
            spec.gaterLayers(),
            spec.decoderBlocks(),
            Spelling.of(spec.positions()),
            spec.quantization() == Quantization.NEAREST ? null : Spelling.of(spec.quantization()),
            Spelling.of(spec.codebookLearning()),
            Spelling.of(spec.gaterInput()),
            spec.gateEvery(),
            codeTokens);
    try {
      return new NetworkArtifact(MAPPER.writeValueAsString(stored) + "\n", parameters);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a network cannot be written as JSON", e);
    }
  }

  /**
   * Out of the files of a tokenizer directory.
   *
   * @throws IllegalArgumentException when they do not hold a network
   */
  public static CodedNetwork of(NetworkArtifact artifact) {
    try {
      Stored stored = JsonFile.parse(withDefaults(artifact.json()), Stored.class);
      return new CodedNetwork(stored.spec(), artifact.parameters(), stored.codeTokens());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("network.json: " + e.getMessage(), e);
    }
  }

  /** A network without gate_every learns its gates, one without quantizer takes nearest codes. */
  private static byte[] withDefaults(String json) {
    JsonNode node = JsonFile.parse(json.getBytes(UTF_8), JsonNode.class);
    if (node instanceof ObjectNode network) {
      network.putIfAbsent("gate_every", IntNode.valueOf(0));
      network.putIfAbsent("quantizer", TextNode.valueOf(Spelling.of(Quantization.NEAREST)));
    }
    return String.valueOf(node).getBytes(UTF_8);
  }

  /**
   * Bytes on the heap of an {@link #encoder} over so many tokens, which has a codebook of its own.
   */
  public long encoderHeap(int tokens) {
    return GqVae.codebookBytes(spec) + NeuralEncoder.heapBytes(spec.codebookSize(), tokens);
  }

  /** The neural policy over {@code vocabulary}; not thread-safe. */
  public NeuralEncoder encoder(Vocabulary vocabulary) {
    return new NeuralEncoder(GqVae.forEncoding(spec, parameters), vocabulary, codeTokens);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodedNetwork that
        && spec.equals(that.spec)
        && Arrays.equals(parameters, that.parameters)
        && Arrays.equals(codeTokens, that.codeTokens);
  }

  @Override
  public int hashCode() {
    return 31 * spec.hashCode() + Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    return "CodedNetwork[" + spec + "]";
  }
}
