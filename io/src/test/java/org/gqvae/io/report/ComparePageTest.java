package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Leaves its page in target/pages, to be looked at. */
class ComparePageTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

  @Test
  void tellsTheOutcomeInWords() throws IOException {
    String page = ComparePage.html(CompareFixtures.comparison());
    Path pages = Files.createDirectories(Path.of("target", "pages"));
    Files.writeString(pages.resolve("compare.html"), page);
    assertThat(markup(page))
        .contains(
            "a/gqvae</span> compresses best: a token stands for 3.103 bytes of text"
                + " (3.073 to 3.133)")
        .contains(
            "verdict good\">✓ a/gqvae</span>: 3.1\u00a0% more bytes a token than bpe"
                + " (+2.7\u00a0% to +3.5\u00a0%).")
        .contains(
            "verdict bad\">✗ a/gqvae (neural)</span>: 13.0\u00a0% fewer bytes a token than bpe"
                + " (\u221214.0\u00a0% to \u221212.0\u00a0%).")
        .contains("verdict unknown\">○ b/gqvae</span>: no difference from bpe that these")
        .contains("Overlap with bpe", "60.0\u00a0%")
        .contains("seeds", "Bytes per gate");
  }

  @Test
  void isOneFileThatLoadsNothing() {
    assertThat(markup(ComparePage.html(CompareFixtures.comparison())))
        .doesNotContain("src=", "href=", "url(", "@import", "http:", "https:");
  }

  @Test
  void letsNoTextBecomeMarkupOrScript() {
    String attack = "</script><script>alert(1)</script>\u2028<img src=x onerror=alert(1)>\" x='";
    String page = ComparePage.html(CompareFixtures.comparison(attack, attack, attack));
    assertThat(markup(page)).doesNotContain("<script", "</script", "<img").contains("&lt;i");
    assertThat(SCRIPT.matcher(page).results().count()).isEqualTo(3);
  }

  @Test
  void standsDocumentsWithoutText() {
    assertThat(markup(ComparePage.html(CompareFixtures.empty())))
        .contains("1 document of 0 bytes")
        .doesNotContain("NaN");
  }

  @Test
  void isTheSameForTheSameFigures() {
    assertThat(ComparePage.html(CompareFixtures.comparison()))
        .isEqualTo(ComparePage.html(CompareFixtures.comparison()));
  }

  private static String markup(String page) {
    return SCRIPT.matcher(page).replaceAll("");
  }
}
