package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Leaves its page in target/pages, to be looked at. */
class TrainingPageTest {
  @Test
  void drawsTheCurvesOfARun() throws IOException {
    String page = TrainingPage.html("runs/demo", metrics());
    Path pages = Files.createDirectories(Path.of("target", "pages"));
    Files.writeString(pages.resolve("training.html"), page);
    assertThat(page)
        .contains("runs/demo", "30 rounds of training", "data-keys=\"loss held_out_loss\"")
        .contains("30 rounds of training: the loss went from 2.46 to 0.615 nats.")
        .contains("<span class=\"value\">1.97 million</span>", "<span class=\"value\">2:26</span>");
  }

  @Test
  void tellsSinceWhenThereAreCodes() {
    assertThat(
            TrainingPage.html(
                "run",
                List.of("{\"round\":1,\"codes_used\":null}", "{\"round\":2,\"codes_used\":9}")))
        .contains("Codes come in with round 2:");
  }

  @Test
  void leavesOutChartsWithoutValues() {
    String page =
        TrainingPage.html("run", List.of("{\"round\":1,\"loss\":2.5,\"mask\":null}", "", " "));
    assertThat(page).contains("data-keys=\"loss held_out_loss\"").doesNotContain("\"mask\" role");
  }

  @Test
  void takesTheLaterLineOfARound() {
    String page =
        TrainingPage.html(
            "run",
            List.of(
                "{\"round\":1,\"words_seen\":5}",
                "{\"round\":2,\"words_seen\":7}",
                "{\"round\":2,\"words_seen\":9}"));
    assertThat(page).contains("2 rounds of training", "<span class=\"value\">9</span>");
  }

  @Test
  void standsARunWithoutRounds() {
    assertThat(TrainingPage.html("run", List.of())).contains("No round is finished yet.");
  }

  @Test
  void namesTheLineItCannotRead() {
    assertThatThrownBy(() -> TrainingPage.html("run", List.of("{\"round\":1}", "{\"round\":")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("metrics.jsonl:2 is no JSON object with a round");
    assertThatThrownBy(() -> TrainingPage.html("run", List.of("{\"loss\":1}")))
        .hasMessage("metrics.jsonl:1 is no JSON object with a round");
  }

  /** The lines of a run of 30 rounds. */
  static List<String> metrics() {
    List<String> lines = new ArrayList<>();
    for (int round = 1; round <= 30; round++) {
      double fall = Math.exp(-round / 6.0);
      lines.add(
          String.format(
              Locale.ROOT,
              "{\"round\":%d,\"words_seen\":%d,\"loss\":%.4f,\"held_out_loss\":%s,"
                  + "\"reconstruction\":%.4f,\"compression\":%.4f,\"mask\":%.4f,"
                  + "\"quantization\":%.4f,\"bytes_per_token\":%.3f,\"bytes_per_gate\":%.3f,"
                  + "\"exact_words\":%.4f,\"codes_used\":%d,\"revived_codes\":%d,"
                  + "\"learning_rate\":%.6f,\"train_seconds\":%.2f,\"average_seconds\":%.2f,"
                  + "\"usage_seconds\":null}",
              round,
              round * 65536,
              0.6 + 2.2 * fall,
              round % 5 == 0 ? String.format(Locale.ROOT, "%.4f", 0.7 + 2.2 * fall) : "null",
              0.3 + 2 * fall,
              0.2 + 0.1 * fall,
              0.05 + 0.2 * fall,
              0.02 + 0.3 * fall,
              3.4 - 2 * fall,
              3.6 - 2 * fall,
              1 - 0.8 * fall,
              1000 - (int) (600 * fall),
              (int) (200 * fall),
              0.001 * (1 - round / 40.0),
              4 + fall,
              0.5 + fall));
    }
    return lines;
  }
}
