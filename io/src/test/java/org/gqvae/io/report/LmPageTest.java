package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.junit.jupiter.api.Test;

/** Leaves its page in target/pages, to be looked at. */
class LmPageTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

  @Test
  void tellsTheEndOfARun() throws IOException {
    String page = page("runs/lm", LmFixtures.points(4, 1.9, 10));
    Path pages = Files.createDirectories(Path.of("target", "pages"));
    Files.writeString(pages.resolve("lm.html"), page);
    assertThat(markup(page))
        .contains("runs/lm", "1.900 bits per byte of held-out text after 64.0 MB of training text")
        .contains("At the end", "<span class=\"value\">1.900</span>", "4.00 times the training")
        .contains("<span class=\"value\">4.80 × 10¹⁴</span>", "data-keys=\"operations\"")
        .contains("gqvae, viterbi, 8,450 ids", "layers: 4, width: 256, heads: 8, positions: rotary")
        .contains("20,000 documents, 16.0 MB, 4,000,000 tokens, 4.000 bytes per token")
        .contains("workers: 2, rounds: 40, batches: 50, contexts in a batch: 16");
  }

  @Test
  void tellsHowFarARunIs() {
    assertThat(markup(page("run", LmFixtures.points(4, 1.9, 7))))
        .contains("So far", "after 8.00 MB of training text, 12.5\u00a0% of the training.");
  }

  @Test
  void listsAllMeasurements() {
    String page = page("run", List.of(new Point(0, 0, 0, 8.25), new Point(0.5, 1500, 2e9, 3.125)));
    assertThat(page.replaceAll("\\s*\\R\\s*", ""))
        .contains("<td>0 bytes</td><td>0</td><td>8.250</td>")
        .contains("<td>1.50 kB</td><td>2.00 × 10⁹</td><td>3.125</td>");
  }

  @Test
  void standsARunWithoutMeasurements() {
    assertThat(markup(page("run", List.of())))
        .contains("Nothing is measured yet.", "Settings")
        .doesNotContain("data-chart", "Measurements");
  }

  @Test
  void letsNoNameBecomeMarkup() {
    String page = page("</script><script>alert(1)</script><img src=x>", List.of());
    assertThat(markup(page)).doesNotContain("<script", "<img").contains("&lt;img src=x&gt;");
    assertThat(SCRIPT.matcher(page).results().count()).isEqualTo(3);
  }

  static String page(String run, List<Point> points) {
    return LmPage.html(
        run,
        LmFixtures.tokenizer("gqvae"),
        LmFixtures.tokens("tokens", 16_000_000, 4),
        LmFixtures.tokens("held-out", 1_000_000, 4),
        LmFixtures.model(4),
        LmFixtures.training(1),
        points);
  }

  private static String markup(String page) {
    return SCRIPT.matcher(page).replaceAll("");
  }
}
