package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CompareJsonTest {
  @Test
  void tellsFiguresWithTheirIntervals() throws IOException {
    JsonNode root = read(CompareFixtures.comparison());
    assertThat(root.get("reference").textValue()).isEqualTo("bpe");
    assertThat(root.at("/held_out/bytes_per_word").doubleValue()).isEqualTo(123_456 / 30_000.0);
    assertThat(root.at("/intervals").toString())
        .isEqualTo("{\"confidence\":0.95,\"resamples\":2000,\"seed\":1}");
    JsonNode entry = root.at("/tokenizers/1");
    assertThat(entry.get("name").textValue()).isEqualTo("a/gqvae");
    assertThat(entry.get("ratio").doubleValue()).isEqualTo(1.031);
    assertThat(entry.at("/ratio_interval/0").doubleValue()).isEqualTo(1.031 - 0.004);
    assertThat(entry.at("/ratio_interval/1").doubleValue()).isEqualTo(1.031 + 0.004);
    assertThat(entry.get("overlap_with_bpe").toString()).isEqualTo("{\"bpe\":0.6}");
    assertThat(entry.get("gates").isNull()).isTrue();
    assertThat(entry.get("encode_bytes").longValue()).isEqualTo(8_000_000);
    JsonNode gates = root.at("/tokenizers/2/gates");
    assertThat(gates.get("bytes_per_gate").doubleValue()).isEqualTo(123_456 / 40_000.0);
    assertThat(gates.get("repair_rate").doubleValue()).isEqualTo(0.2);
    assertThat(gates.get("exact_word_rate").doubleValue()).isEqualTo(0.8);
  }

  @Test
  void tellsWhatVocabulariesHaveInCommonAndHowFarRunsLieApart() throws IOException {
    JsonNode root = read(CompareFixtures.comparison());
    assertThat(root.at("/overlap/shared_tokens/1/2").intValue()).isEqualTo(400);
    assertThat(root.at("/overlap/jaccard/1/2").doubleValue()).isEqualTo(400.0 / 550);
    assertThat(root.at("/overlap/jaccard/1/1").doubleValue()).isEqualTo(1);
    JsonNode group = root.at("/groups/0");
    assertThat(group.get("tokenizers").toString()).isEqualTo("[\"a/gqvae\",\"b/gqvae\"]");
    assertThat(group.at("/bytes_per_token/mean").doubleValue()).isEqualTo(3.05);
    assertThat(group.at("/ratio/min").doubleValue()).isEqualTo(0.999);
  }

  @Test
  void writesNullWhereThereIsNoText() throws IOException {
    JsonNode entry = read(CompareFixtures.empty()).at("/tokenizers/0");
    assertThat(entry.get("bytes_per_token").isNull()).isTrue();
    assertThat(entry.at("/ratio_interval/0").isNull()).isTrue();
    assertThat(CompareJson.text(CompareFixtures.empty())).doesNotContain("NaN").endsWith("}\n");
  }

  @Test
  void hasNoFieldThatTheReadmeDoesNotTell() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Set<String> fields = new TreeSet<>();
    collect(read(CompareFixtures.comparison()), fields);
    fields.remove("bpe"); // a tokenizer's name
    assertThat(fields)
        .hasSizeGreaterThan(50)
        .allSatisfy(field -> assertThat(readme).contains("`" + field + "`"));
  }

  private static void collect(JsonNode node, Set<String> fields) {
    for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      fields.add(field.getKey());
      collect(field.getValue(), fields);
    }
    if (node.isArray()) {
      node.forEach(item -> collect(item, fields));
    }
  }

  private static JsonNode read(Comparison comparison) throws IOException {
    return new ObjectMapper().readTree(CompareJson.text(comparison));
  }
}
