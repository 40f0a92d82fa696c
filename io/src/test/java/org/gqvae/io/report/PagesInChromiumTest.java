package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.gqvae.io.report.Chromium.Shown;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a browser shows them, where there is one. */
class PagesInChromiumTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern CHART = Pattern.compile("data-chart=\"([^\"]*)\"");
  private static final Pattern SVG_TEXT = Pattern.compile("<text[^>]*>([^<]*)</text>");

  /** The points of a scatter chart, of 9 pixels, unlike what labels hang on. */
  private static final Pattern POINT =
      Pattern.compile("matrix\\(4\\.5,0,0,4\\.5,([\\d.]+),([\\d.]+)\\)");

  private static final int PLOT_LEFT = 40;
  private static final Pattern FIGURE =
      Pattern.compile("<td class=\"words\">([^<]*)<small>[^<]*</small></td><td>([^<]*)</td>");

  @TempDir Path folder;
  private Chromium chromium;

  @BeforeEach
  void lookForIt() {
    Optional<Path> program = Chromium.find();
    Needed.check(program.isPresent(), "There is no chromium on the PATH. Install it");
    chromium = new Chromium(program.orElseThrow(), folder);
  }

  @Test
  void drawsTheChartsOfAReport() throws Exception {
    Shown shown =
        chromium.open(
            ReportPage.html(
                List.of(
                    ReportFixtures.dataSet("small", 300, 150, Optional.of("language")),
                    ReportFixtures.dataSet("large", 300, 1200, Optional.of("language")))));
    assertThat(charts(shown))
        .containsOnlyKeys(
            "token-length",
            "document-length",
            "padding",
            "rank-frequency",
            "vocabulary-use",
            "mass-of-top",
            "bytes-per-token-by-group",
            "fertility-by-group");
    assertDrawn(shown);
  }

  @Test
  void tellsInAReportWhatStatsJsonTells() throws Exception {
    List<DataSet> dataSets = List.of(ReportFixtures.dataSet("c", 300, 600, Optional.empty()));
    JsonNode figures =
        new ObjectMapper().readTree(StatsJson.text(dataSets)).at("/data_sets/0/figures");
    Shown shown = chromium.open(ReportPage.html(dataSets));

    Map<String, String> table = new HashMap<>();
    FIGURE.matcher(shown.dom()).results().forEach(row -> table.put(row.group(1), row.group(2)));
    for (String count : List.of("documents", "tokens", "words", "characters", "bytes")) {
      String cell = table.get(Character.toUpperCase(count.charAt(0)) + count.substring(1));
      assertThat(cell.replace(",", "")).as(count).isEqualTo(figures.get(count).asText());
    }
    for (String ratio : List.of("bytes_per_token", "characters_per_token", "fertility")) {
      String name = Character.toUpperCase(ratio.charAt(0)) + ratio.substring(1).replace('_', ' ');
      assertThat(Double.parseDouble(table.get(name)))
          .as(ratio)
          .isCloseTo(figures.get(ratio).doubleValue(), within(0.005));
    }
    assertThat(percent(table.get("Continued-word rate")))
        .isCloseTo(100 * figures.get("continued_word_rate").doubleValue(), within(0.05));
    assertThat(percent(table.get("Mass of the top 100")))
        .isCloseTo(100 * figures.at("/vocabulary_use/top/1/mass").doubleValue(), within(0.05));

    String[] bars =
        texts(charts(shown).get("padding")).stream()
            .filter(text -> text.endsWith("%"))
            .toArray(String[]::new);
    JsonNode padding = figures.get("padding");
    for (int i = 0; i < padding.size(); i++) {
      assertThat(percent(bars[bars.length - padding.size() + i]))
          .isCloseTo(100 * padding.get(i).get("wasted").doubleValue(), within(0.051));
    }
  }

  @Test
  void drawsTheChartsOfAComparison() throws Exception {
    Shown shown = chromium.open(ComparePage.html(CompareFixtures.comparison()));
    assertThat(charts(shown)).containsOnlyKeys("compare-compression", "compare-speed");
    assertDrawn(shown);
  }

  @Test
  void tellsInAComparisonWhatCompareJsonTells() throws Exception {
    Comparison comparison = CompareFixtures.comparison();
    JsonNode tokenizers =
        new ObjectMapper().readTree(CompareJson.text(comparison)).get("tokenizers");
    Shown shown = chromium.open(ComparePage.html(comparison));
    List<String> figures = texts(charts(shown).get("compare-compression"));
    String picture = charts(shown).get("compare-speed");
    List<MatchResult> points = POINT.matcher(picture).results().toList();
    assertThat(points).hasSize(tokenizers.size());
    // Both axes are linear: speed begins at 0, and two points tell the scale of bytes per token.
    double right = (place(points, 0, 1) - PLOT_LEFT) / speed(tokenizers.get(0));
    double up =
        (place(points, 2, 2) - place(points, 0, 2))
            / (bytesPerToken(tokenizers.get(2)) - bytesPerToken(tokenizers.get(0)));
    assertThat(right).isPositive();
    assertThat(up).isNegative();
    for (int i = 0; i < tokenizers.size(); i++) {
      JsonNode tokenizer = tokenizers.get(i);
      double bytesPerToken = bytesPerToken(tokenizer);
      assertThat(figures).contains(String.format(Locale.ROOT, "%.3f", bytesPerToken));
      assertThat(texts(picture)).contains(tokenizer.get("name").textValue());
      assertThat(place(points, i, 1)).isCloseTo(PLOT_LEFT + right * speed(tokenizer), within(0.01));
      assertThat(place(points, i, 2) - place(points, 0, 2))
          .isCloseTo(up * (bytesPerToken - bytesPerToken(tokenizers.get(0))), within(0.01));
    }
  }

  private static double place(List<MatchResult> points, int point, int coordinate) {
    return Double.parseDouble(points.get(point).group(coordinate));
  }

  private static double speed(JsonNode tokenizer) {
    return tokenizer.get("encode_bytes").doubleValue()
        / tokenizer.get("encode_seconds").doubleValue();
  }

  private static double bytesPerToken(JsonNode tokenizer) {
    return tokenizer.get("bytes_per_token").doubleValue();
  }

  @Test
  void drawsWhatPackedRowsHave() throws Exception {
    Shown shown = chromium.open(ReportPage.html(List.of(ReportFixtures.packed("packed", 300))));
    assertThat(charts(shown))
        .containsOnlyKeys("token-length", "rank-frequency", "vocabulary-use", "mass-of-top");
    assertDrawn(shown);
  }

  @Test
  void drawsTheCurvesOfATrainingRun() throws Exception {
    Shown shown = chromium.open(TrainingPage.html("run", TrainingPageTest.metrics()));
    assertThat(charts(shown)).containsOnlyKeys("training-curve", "training-share");
    assertThat(texts(charts(shown).get("training-curve")))
        .contains("Vocabulary size", "Vocabulary new");
    assertDrawn(shown);
  }

  @Test
  void drawsTheCurvesOfLanguageModels() throws Exception {
    Shown shown = chromium.open(LmComparePage.html(LmFixtures.comparison()));
    assertThat(charts(shown)).containsOnlyKeys("lm-curve");
    assertThat(texts(charts(shown).get("lm-curve")))
        .contains("vqvae", "training text, MB", "floating-point operations, × 10¹⁴");
    assertDrawn(shown);
  }

  @Test
  void saysWhereThereIsNothingToDraw() throws Exception {
    Shown report = chromium.open(ReportPage.html(List.of(ReportFixtures.empty())));
    assertThat(report.console()).isEmpty();
    assertThat(charts(report).get("rank-frequency")).contains("Nothing to show.");
    Shown comparison = chromium.open(ComparePage.html(CompareFixtures.empty()));
    assertThat(comparison.console()).isEmpty();
    assertThat(charts(comparison).get("compare-speed")).contains("Nothing to show.");
  }

  @Test
  void showsHostileTextAsText() throws Exception {
    String hostile =
        "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
            + " ' & \u202e \u05d0\u05d1 \u2028 \u0001";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(hostile.getBytes(UTF_8));
    bytes.writeBytes(new byte[] {0, (byte) 0xff, (byte) 0xc3});
    TokenFigures figures = ReportFixtures.dataSet("c", 50, 100, Optional.empty()).figures();
    TreeMap<String, TokenFigures> groups = new TreeMap<>(Map.of(hostile, figures, "en", figures));
    List<DataSet> dataSets = new ArrayList<>();
    for (String name : List.of(hostile, "plain")) {
      dataSets.add(
          new DataSet(
              name,
              hostile,
              hostile,
              Optional.empty(),
              figures,
              Optional.of(hostile),
              groups,
              List.of(new SampleDocument(hostile, List.of(bytes.toByteArray())))));
    }
    Shown report = chromium.open(ReportPage.html(dataSets));
    assertDrawn(report);
    assertHarmless(report, "Token report");
    assertThat(report.dom())
        .contains("␣\\xe2\\x80\\xae␣\u05d0\u05d1␣\\xe2\\x80\\xa8␣\\x01\\x00\\xff\\xc3</span>");
    Shown comparison =
        chromium.open(ComparePage.html(CompareFixtures.comparison(hostile, hostile, hostile)));
    assertDrawn(comparison);
    assertHarmless(comparison, "Tokenizers compared");
    Shown training =
        chromium.open(TrainingPage.html(hostile, List.of(TrainingPageTest.line(7, hostile))));
    assertDrawn(training);
    assertHarmless(training, "Training run");
  }

  private static void assertHarmless(Shown shown, String title) {
    assertThat(SCRIPT.matcher(shown.dom()).results().count()).isEqualTo(3);
    assertThat(markup(shown))
        .contains("<title>" + title + "</title>", "&lt;/script&gt;&lt;script&gt;document.title")
        .doesNotContain("<img", "<script");
  }

  /** Nothing went wrong, and each chart has lines or bars, and text. */
  private static void assertDrawn(Shown shown) {
    assertThat(shown.console()).isEmpty();
    charts(shown)
        .forEach(
            (name, svg) ->
                assertThat(svg)
                    .as(name)
                    .contains("<svg", "<path")
                    .containsPattern(SVG_TEXT)
                    .doesNotContain("NaN", "Infinity"));
  }

  /** What stands from each chart to the next; of charts of one name, of all of them. */
  private static Map<String, String> charts(Shown shown) {
    String markup = markup(shown);
    List<MatchResult> found = CHART.matcher(markup).results().toList();
    Map<String, String> charts = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      int end = i + 1 < found.size() ? found.get(i + 1).start() : markup.length();
      charts.merge(
          found.get(i).group(1), markup.substring(found.get(i).end(), end), String::concat);
    }
    return charts;
  }

  private static List<String> texts(String chart) {
    return SVG_TEXT.matcher(chart).results().map(text -> text.group(1)).toList();
  }

  private static String markup(Shown shown) {
    return SCRIPT.matcher(shown.dom()).replaceAll("");
  }

  private static double percent(String text) {
    return Double.parseDouble(text.replaceAll("[^\\d.]", ""));
  }
}
