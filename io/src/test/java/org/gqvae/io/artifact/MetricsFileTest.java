package org.gqvae.io.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.RoundMetrics.NewToken;
import org.gqvae.io.artifact.RoundMetrics.WorstWord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  @TempDir java.nio.file.Path directory;
  private final Configuration hadoop = new Configuration();
  private java.nio.file.Path local;
  private Path path;

  @BeforeEach
  void nameTheFile() {
    local = directory.resolve("metrics.jsonl");
    path = new Path(local.toUri());
  }

  private static RoundMetrics metrics(int round, Double heldOutLoss) {
    return new RoundMetrics(
        round,
        1_000L * round,
        4.5,
        heldOutLoss,
        3.0,
        1.0,
        0.25,
        0.25,
        2.5,
        2.75,
        0.875,
        2.25,
        2.625,
        0.75,
        9.5,
        12,
        3,
        1e-3,
        0.5,
        0.25,
        0.125,
        7,
        2,
        List.of(new NewToken("\\x20a", 3)),
        List.of(new WorstWord("ab\\xff", 4, 1.5, List.of("ab", "\\xff"), List.of("ab", "\\x00"))));
  }

  private List<Integer> rounds() throws IOException {
    List<Integer> rounds = new ArrayList<>();
    for (String line : Files.readAllLines(local)) {
      rounds.add(new ObjectMapper().readTree(line).get("round").intValue());
    }
    return rounds;
  }

  @Test
  void hasALineARound() throws IOException {
    MetricsFile file = MetricsFile.resume(path, 0, hadoop);
    file.add(metrics(1, 4.75));
    file.add(metrics(2, 4.25));
    assertThat(rounds()).containsExactly(1, 2);
    assertThat(Files.readAllLines(local)).isEqualTo(file.lines());
    assertThat(Files.readString(local)).endsWith("}\n");
  }

  @Test
  void writesTheKeysInTheOrderOfTheirRecord() throws IOException {
    MetricsFile.resume(path, 0, hadoop).add(metrics(1, 4.75));
    assertThat(local)
        .hasContent(
            "{\"round\":1,\"words_seen\":1000,\"loss\":4.5,\"held_out_loss\":4.75,"
                + "\"reconstruction\":3.0,\"compression\":1.0,\"mask\":0.25,\"quantization\":0.25,"
                + "\"bytes_per_token\":2.5,\"bytes_per_gate\":2.75,\"exact_words\":0.875,"
                + "\"held_out_bytes_per_token\":2.25,\"held_out_bytes_per_gate\":2.625,"
                + "\"held_out_exact_words\":0.75,\"gate_cost\":9.5,"
                + "\"codes_used\":12,\"revived_codes\":3,\"learning_rate\":0.001,"
                + "\"train_seconds\":0.5,\"average_seconds\":0.25,\"usage_seconds\":0.125,"
                + "\"vocabulary_size\":7,\"vocabulary_new\":2,"
                + "\"new_tokens\":[{\"bytes\":\"\\\\x20a\",\"count\":3}],"
                + "\"worst_words\":[{\"bytes\":\"ab\\\\xff\",\"count\":4,"
                + "\"nats_per_byte\":1.5,\"segments\":[\"ab\",\"\\\\xff\"],"
                + "\"decoded\":[\"ab\",\"\\\\x00\"]}]}");
  }

  @Test
  void resumingForgetsLaterRounds() throws IOException {
    MetricsFile file = MetricsFile.resume(path, 0, hadoop);
    for (int round = 1; round <= 4; round++) {
      file.add(metrics(round, 4.75));
    }
    MetricsFile resumed = MetricsFile.resume(path, 2, hadoop);
    assertThat(resumed.lines()).isEqualTo(file.lines().subList(0, 2));
    resumed.add(metrics(3, 1.0));
    assertThat(rounds()).containsExactly(1, 2, 3);
    assertThat(resumed.lines().get(2)).contains("\"held_out_loss\":1.0");
  }

  @Test
  void whatCannotBeToldIsNull() throws IOException {
    MetricsFile.resume(path, 0, hadoop).add(metrics(1, null));
    JsonNode line = new ObjectMapper().readTree(Files.readString(local));
    assertThat(line.get("held_out_loss").isNull()).isTrue();
  }

  /** JSON has neither; a reader that expects a number must not find a string. */
  @Test
  void whatIsNoNumberIsNull() throws IOException {
    MetricsFile file = MetricsFile.resume(path, 0, hadoop);
    file.add(metrics(1, Double.NaN));
    file.add(metrics(2, Double.POSITIVE_INFINITY));
    for (String line : file.lines()) {
      assertThat(new ObjectMapper().readTree(line).get("held_out_loss").isNull()).as(line).isTrue();
    }
  }
}
