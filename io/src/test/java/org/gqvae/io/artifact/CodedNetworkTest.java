package org.gqvae.io.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.network.CodebookView;
import org.gqvae.model.network.GateCost;
import org.gqvae.model.network.GqVaeGraph;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.GqVaeSpec.Quantization;
import org.gqvae.model.network.Objective;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodedNetworkTest {
  private static final GqVaeSpec SPEC =
      spec(Positions.LEARNED, CodebookLearning.MOVING_AVERAGE, GaterInput.ENCODED);
  private static final int[] CODE_TOKENS = {-1, 256, 97, 256};

  private static GqVaeSpec spec(
      Positions positions, CodebookLearning learning, GaterInput gaterInput) {
    return new GqVaeSpec(3, 4, 8, 2, 1, 0, 1, positions, learning, gaterInput);
  }

  private static CodedNetwork network(GqVaeSpec spec) {
    ComputationGraph graph =
        GqVaeGraph.create(
            spec,
            new Objective(1, 0.25, 1, 0.9, GateCost.fixed(1)),
            new OptimizerSpec(Method.SGD, 0.1, 1, 0, 0, 1, 1, 0),
            5);
    CodebookView.of(graph).switchOn();
    return new CodedNetwork(spec, NetworkGraph.values(graph), CODE_TOKENS);
  }

  private static String json() {
    return network(SPEC).toArtifact().json();
  }

  /** Keys with their values: "width":8. */
  private static List<String> members() {
    return Pattern.compile(",(?=\")").splitAsStream(json().replaceAll("[{}\n]", "")).toList();
  }

  private static CodedNetwork read(String json) {
    return CodedNetwork.of(new NetworkArtifact(json, network(SPEC).parameters()));
  }

  private static Stream<GqVaeSpec> specs() {
    List<GqVaeSpec> specs = new ArrayList<>();
    for (Positions positions : Positions.values()) {
      for (CodebookLearning learning : CodebookLearning.values()) {
        for (GaterInput gaterInput : GaterInput.values()) {
          specs.add(spec(positions, learning, gaterInput));
        }
      }
    }
    return specs.stream();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void comesBackFromItsFiles(GqVaeSpec spec) {
    CodedNetwork network = network(spec);
    assertThat(CodedNetwork.of(network.toArtifact())).isEqualTo(network);
  }

  @Test
  void spellsItsShapeInSnakeCase() {
    assertThat(json())
        .isEqualTo(
            "{\"token_bytes\":3,\"codebook_size\":4,\"width\":8,\"heads\":2,\"encoder_layers\":1,"
                + "\"gater_layers\":0,\"decoder_blocks\":1,\"positions\":\"learned\","
                + "\"codebook\":\"moving-average\",\"gater_input\":\"encoded\","
                + "\"code_tokens\":[-1,256,97,256]}\n");
  }

  @Test
  void comesBackWithFixedGates() {
    GqVaeSpec fixed =
        new GqVaeSpec(
            3,
            4,
            8,
            2,
            1,
            0,
            1,
            Positions.LEARNED,
            Quantization.NEAREST,
            CodebookLearning.MOVING_AVERAGE,
            GaterInput.ENCODED,
            2);
    CodedNetwork network = network(fixed);
    assertThat(network.toArtifact().json()).contains("\"gate_every\":2,");
    assertThat(CodedNetwork.of(network.toArtifact())).isEqualTo(network);
    assertRefused(json().replace("\"width\":8", "\"gate_every\":null,\"width\":8"));
    assertRefused(json().replace("\"width\":8", "\"gate_every\":4,\"width\":8"));
  }

  @Test
  void comesBackWithCodesThatWereDrawn() {
    GqVaeSpec drawing =
        new GqVaeSpec(
            3,
            4,
            8,
            2,
            1,
            0,
            1,
            Positions.LEARNED,
            Quantization.GUMBEL_SOFTMAX,
            CodebookLearning.GRADIENT,
            GaterInput.ENCODED,
            0);
    CodedNetwork network = network(drawing);
    assertThat(network.toArtifact().json()).contains("\"quantizer\":\"gumbel-softmax\",");
    assertThat(CodedNetwork.of(network.toArtifact())).isEqualTo(network);
    assertRefused(json().replace("\"width\":8", "\"quantizer\":null,\"width\":8"));
    assertRefused(json().replace("\"width\":8", "\"quantizer\":\"gumbel-softmax\",\"width\":8"));
  }

  @Test
  void differsWithItsCodeTokens() {
    CodedNetwork network = network(SPEC);
    assertThat(new CodedNetwork(SPEC, network.parameters(), new int[] {-1, 256, 97, 257}))
        .isNotEqualTo(network);
  }

  @Test
  void encodesLikeTheNetworkItCameFrom() {
    Vocabulary vocabulary = Vocabulary.of(List.of("an".getBytes(UTF_8)));
    List<Word> words =
        Stream.of("banana", "a", "nan").map(text -> Word.of(text.getBytes(UTF_8))).toList();
    CodedNetwork network = network(SPEC);
    List<int[]> ids = CodedNetwork.of(network.toArtifact()).encoder(vocabulary).encode(words);
    assertThat(ids).usingRecursiveComparison().isEqualTo(network.encoder(vocabulary).encode(words));
    assertThat(vocabulary.decode(ids.get(0))).asString(UTF_8).isEqualTo("banana");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "\"gqvae\"", "{\"width\":"})
  void refusesWhatIsNoNetwork(String json) {
    assertRefused(json);
  }

  @Test
  void refusesEachMissingKey() {
    for (String member : members()) {
      assertRefused(json().replace(member + ",", "").replace("," + member + "}", "}"));
    }
  }

  @Test
  void refusesEachNull() {
    for (String member : members()) {
      String key = member.substring(0, member.indexOf(':'));
      assertRefused(json().replace(member, key + ":null"));
    }
  }

  @Test
  void refusesWrongTypesValuesAndKeys() {
    assertRefused(json().replace("\"width\":8", "\"width\":8.5"));
    assertRefused(json().replace("\"width\":8", "\"width\":\"8\""));
    assertRefused(json().replace("\"width\":8", "\"width\":9"));
    assertRefused(json().replace("\"width\":8", "\"width\":8,\"width\":8"));
    assertRefused(json().replace("\"width\":8", "\"width\":8,\"colour\":8"));
    assertRefused(json().replace("\"learned\"", "\"rotary\""));
    assertRefused(json().replace("[-1,", "[null,"));
    assertRefused(json().replace("[-1,", "[\"-1\","));
    assertRefused(json().replace("[-1,", "["));
    assertRefused(json() + json());
  }

  @Test
  void refusesParametersOfAnotherShape() {
    CodedNetwork network = network(SPEC);
    float[] tooFew = Arrays.copyOf(network.parameters(), network.parameters().length - 1);
    assertThatThrownBy(() -> CodedNetwork.of(new NetworkArtifact(json(), tooFew)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Refused as an argument, in one line that names the file and no class. */
  private static void assertRefused(String json) {
    assertThat(json).isNotEqualTo(json());
    assertThatThrownBy(() -> read(json))
        .as(json)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("network.json: ")
        .hasMessageNotContaining("org.gqvae");
  }

  /** It tells of gigabytes and brings a few floats: nothing is allocated for them. */
  @Test
  void refusesANetworkThatIsLargerThanItsFile() {
    String wide = json().replace("\"width\":8", "\"width\":16384");
    assertThatThrownBy(() -> read(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("network.json: the network has \\d{10} parameters, but got \\d{5}");
    String many = wide.replace("\"codebook_size\":4", "\"codebook_size\":1048576");
    assertThatThrownBy(() -> read(many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "network.json: the matrix code.sums of 1048576 x 16384 is larger than an array can be");
  }
}
