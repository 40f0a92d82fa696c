package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gqvae.model.statistics.TokenFigures;
import org.junit.jupiter.api.Test;

/** Leaves its pages in target/pages, to be looked at. */
class ReportPageTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

  @Test
  void isOneFileThatLoadsNothing() throws IOException {
    String page =
        ReportPage.html(List.of(ReportFixtures.dataSet("corpus", 300, 600, Optional.empty())));
    write("report.html", page);
    assertThat(markup(page)).doesNotContain("src=", "href=", "url(", "@import", "http:", "https:");
    assertThat(page).contains("content=\"default-src &#x27;none&#x27;;");
  }

  @Test
  void tellsTheFiguresInWords() {
    DataSet set = ReportFixtures.dataSet("corpus", 300, 600, Optional.empty());
    assertThat(ReportPage.html(List.of(set)))
        .contains("<span class=\"name\">corpus</span>")
        .contains("300 documents of ")
        .contains("fingerprint 9f86d081884c")
        .contains("Round trip: 0 mismatches in 300 verified documents.")
        .contains(" bytes of text; one token for every word would be ")
        .containsPattern("Vocabulary: (every learned token is used, 600 in|.* uses \\d+ of 600 )")
        .contains("Most used")
        .contains("␣");
  }

  @Test
  void showsSeveralDataSetsSideBySide() throws IOException {
    String page =
        ReportPage.html(
            List.of(
                ReportFixtures.dataSet("runs/small/tokens", 300, 150, Optional.of("language")),
                ReportFixtures.dataSet("runs/large/tokens", 300, 1200, Optional.of("language"))));
    write("report-two.html", page);
    assertThat(page).contains("runs/small/tokens", "runs/large/tokens", "By language");
    assertThat(data(page).get("data_sets")).hasSize(2);
  }

  @Test
  void showsWhatPackedRowsHave() throws IOException {
    String page = ReportPage.html(List.of(ReportFixtures.packed("packed", 300)));
    write("report-packed.html", page);
    assertThat(markup(page))
        .contains(" rows of 2,048 ids, packed by best-fit.")
        .contains("Packed rows keep no words, characters or lengths of documents")
        .contains("Padding</h3><p class=\"figure\"><span class=\"value\">1.3\u00a0%")
        .contains("Cut documents</h3><p class=\"figure\"><span class=\"value\">1.0\u00a0%")
        .contains("Token bytes by use", "Pad share")
        .doesNotContain("Fertility", "Words in pieces", "Document tokens", "NaN", "–");
  }

  @Test
  void refusesPackedRowsBesideDocuments() {
    assertThatThrownBy(
            () ->
                ReportPage.html(
                    List.of(ReportFixtures.packed("packed", 50), ReportFixtures.empty())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void letsNoTextBecomeMarkupOrScript() throws IOException {
    String attack = "</script><script>alert(1)</script>\u2028<img src=x onerror=alert(1)>\" x='";
    DataSet plain = ReportFixtures.dataSet("corpus", 50, 100, Optional.empty());
    TreeMap<String, TokenFigures> groups = new TreeMap<>();
    groups.put(attack, plain.figures());
    DataSet set =
        new DataSet(
            attack,
            attack,
            attack,
            Optional.empty(),
            plain.figures(),
            Optional.of(attack),
            groups,
            List.of(new SampleDocument(attack, List.of(attack.getBytes(UTF_8)))));
    String page = ReportPage.html(List.of(set));
    assertThat(markup(page)).doesNotContain("<script", "</script", "<img").contains("&lt;img");
    assertThat(SCRIPT.matcher(page).results().count()).isEqualTo(3);
    assertThat(data(page).at("/data_sets/0/name").textValue()).isEqualTo(attack);
    assertThat(data(page).at("/data_sets/0/groups/0/value").textValue()).isEqualTo(attack);
    assertThat(dataText(page)).doesNotContain("<", ">", "&", "\u2028");
  }

  @Test
  void namesMismatches() {
    DataSet plain = ReportFixtures.dataSet("corpus", 50, 100, Optional.empty());
    DataSet broken =
        new DataSet(
            "corpus",
            plain.tokenizer(),
            plain.fingerprint(),
            Optional.of(new RoundTrip(50, 1)),
            plain.figures(),
            List.of());
    assertThat(ReportPage.html(List.of(broken)))
        .contains("verdict bad")
        .contains("Round trip: 1 mismatch in 50 verified documents.");
  }

  @Test
  void saysWhenNothingWasVerified() {
    assertThat(ReportPage.html(List.of(ReportFixtures.empty())))
        .contains("Round trip: not verified.");
  }

  @Test
  void standsACorpusWithoutDocuments() throws IOException {
    String page = ReportPage.html(List.of(ReportFixtures.empty()));
    write("report-empty.html", page);
    assertThat(markup(page)).contains("0 documents").doesNotContain("NaN");
    assertThat(dataText(page)).doesNotContain("NaN");
  }

  @Test
  void isTheSameForTheSameFigures() {
    assertThat(
            ReportPage.html(List.of(ReportFixtures.dataSet("c", 50, 100, Optional.of("language")))))
        .isEqualTo(
            ReportPage.html(
                List.of(ReportFixtures.dataSet("c", 50, 100, Optional.of("language")))));
  }

  @Test
  void refusesNoDataSets() {
    assertThatThrownBy(() -> ReportPage.html(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String markup(String page) {
    return SCRIPT.matcher(page).replaceAll("");
  }

  private static JsonNode data(String page) throws IOException {
    return new ObjectMapper().readTree(dataText(page));
  }

  private static String dataText(String page) {
    Matcher script = SCRIPT.matcher(page);
    assertThat(script.find()).isTrue();
    return script.group(1);
  }

  private static void write(String name, String page) throws IOException {
    Path pages = Files.createDirectories(Path.of("target", "pages"));
    Files.writeString(pages.resolve(name), page);
  }
}
