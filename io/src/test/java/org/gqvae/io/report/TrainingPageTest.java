package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.gqvae.io.artifact.RoundMetrics.NewToken;
import org.gqvae.io.artifact.RoundMetrics.WorstWord;
import org.gqvae.model.text.Literals;
import org.junit.jupiter.api.Test;

/** Leaves its page in target/pages, to be looked at. */
class TrainingPageTest {
  private static final Pattern ROW = Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL);

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
  void showsTheTokensThatSomeRoundsBrought() {
    List<String> rows = rows(TrainingPage.html("run", metrics()), "The vocabulary as it grew");
    assertThat(rows).hasSize(8);
    assertThat(rows.get(0))
        .contains(">1</td>", "<td>477</td>", "<td>338</td>", ">␣t1</span> ", ">a↵</span>");
    assertThat(rows.get(3)).contains(">13</td>", ">␣t13</span>");
    assertThat(rows.get(7)).contains(">30</td>", ">␣t30</span>");
  }

  @Test
  void showsTheWorstWordsOfTheLastRound() {
    String page = TrainingPage.html("run", metrics());
    assertThat(page).contains("drawn behind round 30,");
    List<String> rows = rows(page, "The worst words");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsSubsequence(">␣wo<", ">\\xc3<", ">␣w<", ">\\xff<", "<td>3</td>", "<td>2.52</td>");
    assertThat(rows.get(1)).contains("exactly", "<td>1,234</td>", "<td>0.50</td>");
  }

  @Test
  void tellsNothingOfTokensWhereARunToldNone() {
    assertThat(TrainingPage.html("run", List.of("{\"round\":1,\"loss\":2.5}")))
        .doesNotContain("The vocabulary as it grew", "The worst words");
    assertThat(
            TrainingPage.html(
                "run", List.of("{\"round\":1,\"loss\":2.5,\"new_tokens\":[],\"worst_words\":[]}")))
        .doesNotContain("The vocabulary as it grew", "The worst words");
  }

  /** Before there are codes nothing is decoded. */
  @Test
  void tellsHowWordsAreCutBeforeThereAreCodes() {
    WorstWord word = new WorstWord("ab", 1, 4, List.of("a", "b"), List.of());
    String line = "{\"round\":1,\"worst_words\":" + json(List.of(word)) + "}";
    assertThat(rows(TrainingPage.html("run", List.of(line)), "The worst words"))
        .singleElement()
        .asString()
        .contains(">a</span>", ">b</span>", ">–</td>");
  }

  @Test
  void letsNoTokenBecomeMarkup() {
    String page =
        TrainingPage.html("run", List.of(line(1, "</td><script>alert(1)</script>\n<img src=x>")));
    assertThat(page)
        .contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;↵&lt;img␣src=x&gt;</span>")
        .doesNotContain("<img src=x>", "<script>alert");
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

  /** The rows of the table in the section of that heading. */
  private static List<String> rows(String page, String heading) {
    String section = page.substring(page.indexOf(heading));
    section = section.substring(section.indexOf("<tbody>"), section.indexOf("</tbody>"));
    return ROW.matcher(section).results().map(row -> row.group(1)).toList();
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
                  + "\"usage_seconds\":null,\"vocabulary_size\":%d,\"vocabulary_new\":%d,"
                  + "\"new_tokens\":%s,\"worst_words\":%s}",
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
              0.5 + fall,
              900 - (int) (500 * fall),
              (int) (400 * fall),
              json(List.of(new NewToken("\\x20t" + round, 900), new NewToken("a\\x0a", 90))),
              json(
                  List.of(
                      new WorstWord(
                          "\\x20wo\\xc3",
                          3,
                          2.516,
                          List.of("\\x20wo", "\\xc3"),
                          List.of("\\x20w", "\\xff")),
                      new WorstWord("x", 1_234, 0.5, List.of("x"), List.of("x"))))));
    }
    return lines;
  }

  /** A line whose tokens and words are all this text. */
  static String line(int round, String text) {
    String bytes = Literals.escape(text.getBytes(UTF_8));
    WorstWord word = new WorstWord(bytes, 1, 4, List.of(bytes, "a"), List.of(bytes));
    return "{\"round\":%d,\"loss\":2.5,\"new_tokens\":%s,\"worst_words\":%s}"
        .formatted(round, json(List.of(new NewToken(bytes, 1))), json(List.of(word)));
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
