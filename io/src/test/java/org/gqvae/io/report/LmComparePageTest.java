package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Leaves its page in target/pages, to be looked at. */
class LmComparePageTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

  @Test
  void tellsTheOutcomeInWords() throws IOException {
    String page = LmComparePage.html(LmFixtures.comparison());
    Path pages = Files.createDirectories(Path.of("target", "pages"));
    Files.writeString(pages.resolve("lm-compare.html"), page);
    assertThat(markup(page))
        .contains("trained on 16.0 MB (20.0 thousand documents) and measured on 1.00 MB")
        .contains(
            "After 64.0 MB of training text: <span class=\"name\">gqvae</span> has the fewest bits"
                + " per byte, 1.860 (1.854 to 1.866).")
        .contains("verdict good\">✓ fewer bits per byte")
        .contains("verdict bad\">✗ more bits per byte")
        .contains("verdict unknown\">○ within the spread of seeds")
        .contains("<td>never</td>");
  }

  /** The best by its mean, but a run of the other lies among its runs. */
  @Test
  void callsNothingBestThatSeedsMayHaveMadeSo() {
    LmComparison comparison = LmFixtures.comparison();
    LmComparison two =
        new LmComparison(
            comparison.formatVersion(),
            comparison.reference(),
            comparison.tokens(),
            comparison.heldOut(),
            comparison.model(),
            comparison.bytes(),
            comparison.operations(),
            List.of(comparison.entries().get(0), comparison.entries().get(2)));
    assertThat(markup(LmComparePage.html(two)))
        .contains(
            "</span> has the fewest bits per byte, 1.900 (1.894 to 1.906), but within the spread of"
                + " seeds of unigram.");
  }

  @Test
  void saysThatOneSeedTellsNoSpread() {
    assertThat(markup(LmComparePage.html(LmFixtures.ofOneSeed())))
        .contains("fewest bits per byte, 1.854 (one run: spread of seeds unknown).")
        .contains("verdict unknown\">○ one run: spread of seeds unknown")
        .doesNotContain("✓", "✗", "Thin lines");
  }

  @Test
  void letsNoNameBecomeMarkup() {
    String attack = "</script><script>alert(1)</script>\u2028<img src=x onerror=alert(1)>\" x='";
    String page = LmComparePage.html(LmFixtures.comparison(attack));
    assertThat(markup(page)).doesNotContain("<script", "</script", "<img").contains("&lt;i");
    assertThat(SCRIPT.matcher(page).results().count()).isEqualTo(3);
  }

  @Test
  void isOneFileThatLoadsNothing() {
    assertThat(markup(LmComparePage.html(LmFixtures.comparison())))
        .doesNotContain("src=", "href=", "url(", "@import", "http:", "https:");
  }

  private static String markup(String page) {
    return SCRIPT.matcher(page).replaceAll("");
  }
}
