package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.demo.CorpusVerb;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;
  private String input;
  private String output;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.writeString(folder.resolve("in.txt"), "the cat\n").toString();
    output = folder.resolve("out").toString();
  }

  @Test
  void tellsHelpAndVersionAndEndsWithZero() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: gqvae", "count", "tokenize", "report");
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("gqvae " + Build.version());
  }

  @Test
  void suggestsTheOptionOrVerbThatWasMeant() {
    assertThat(run("count", "--input", input, "--output", output, "--overwrit")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Unknown option: '--overwrit'", "Did you mean --overwrite?")
        .contains("submit/gqvae count --help");
    assertThat(run("tokenise", "--input", input)).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown verb: tokenise. Did you mean tokenize?\n");
  }

  @Test
  void refusesAMissingVerbAndMissingOptions() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("count")).isEqualTo(2);
    assertThat(err.toString()).contains("A verb is missing", "'--input=PATH', '--output=DIR'");
  }

  @Test
  void tellsUnknownAndMissingOptionsTogether() {
    assertThat(run("count", "--overwrit")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "gqvae: Missing required options: '--input=PATH', '--output=DIR'",
            "gqvae: Unknown option: '--overwrit'. Did you mean --overwrite?",
            "gqvae: All options: submit/gqvae count --help");
  }

  @Test
  void tellsUnknownOptionsApartFromTheirValues() {
    assertThat(run("count", "--input", input, "--output", output, "--x", "1", "--y")).isEqualTo(2);
    assertThat(run("count", "--input", input, "--output", output, "one", "two")).isEqualTo(2);
    assertThat(err.toString())
        .contains("gqvae: Unknown options: '--x', '--y', with '1'")
        .contains("gqvae: Unexpected words: 'one', 'two'\n");
  }

  @Test
  void tellsNoSecretThatStandsInTheWrongPlace() {
    String secret = "spark.hadoop.fs.s3a.secret.key=hunter2";
    assertThat(run("count", "--conf", secret, "--overwrite=" + secret, "--json")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'--conf', with 'spark.hadoop.fs.s3a.secret.key=(redacted)'")
        .doesNotContain("hunter2");
    assertThat(out.toString()).contains("(redacted)").doesNotContain("hunter2");
  }

  @Test
  void leavesNothingWhereThereIsNothingToReadOrTrainOn() throws IOException {
    String empty = Files.writeString(folder.resolve("empty.txt"), "").toString();
    LocalSpark.session();
    assertThat(run("train", "--input", empty, "--output", output)).isEqualTo(1);
    assertThat(folder.resolve("out")).doesNotExist();
    LocalSpark.session();
    assertThat(run("count", "--input", empty, "--output", output)).isEqualTo(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void tellsAllWrongSettingsAtOnce() {
    int code =
        run(
            "count",
            "--input",
            input,
            "--output",
            output,
            "--set",
            "count.files=-1",
            "--set",
            "count.filse=3",
            "--max-failed",
            "few");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "gqvae: Invalid input.max-failed: few (--max-failed few), expected >= 0",
            "gqvae: Invalid count.files: -1 (--set count.files=-1),"
                + " expected a whole number from 0 to 100000",
            "gqvae: Unknown key count.filse (--set count.filse=3). Did you mean count.files?");
  }

  @Test
  void refusesAMissingInputAndAnExistingOutputTogether() throws IOException {
    Files.createDirectories(folder.resolve("out/words.parquet"));
    assertThat(run("count", "--input", folder + "/missing", "--output", output)).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("Input does not exist: ", "/missing"),
            second ->
                assertThat(second)
                    .contains("Output exists: " + output + " is not empty", "--overwrite"));
  }

  @Test
  void neverOverwritesWhatItDidNotWrite() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/thesis.tex"), "");
    assertThat(run("count", "--input", input, "--output", output, "--overwrite")).isEqualTo(2);
    assertThat(err.toString()).contains("holds what this verb did not write: thesis.tex");
  }

  @Test
  void emptiesNoOutputThatHoldsItsInput() throws IOException {
    String words = output + "/words";
    assertThat(run("count", "--input", input, "--output", words)).isZero();
    assertThat(run("train", "--input", words, "--output", output, "--overwrite")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "The input "
                + words
                + " is in the output "
                + output
                + ", which --overwrite would empty");
    assertThat(folder.resolve("out/words/summary.json")).exists();
  }

  @Test
  void refusesPathsThatAreNone() {
    assertThat(run("count", "--input", " ", "--output", "out-10:00")).isEqualTo(2);
    assertThat(err.toString().lines())
        .anyMatch(line -> line.contains("'--input'") && line.contains("it is empty"))
        .anyMatch(line -> line.contains("'--output'") && line.contains("begin with ./ or /"));
  }

  @Test
  void refusesATokenizerThatIsNotThere() {
    int code =
        run("tokenize", "--tokenizer", folder + "/tok", "--input", input, "--output", output);
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("gqvae: Missing ", "/tok/manifest.json");
  }

  @Test
  void tellsThePlanOfADryRunAndDoesNothing() {
    assertThat(run("count", "--input", input, "--output", output, "--dry-run")).isZero();
    assertThat(out.toString())
        .contains("reads     " + input + ": 8 bytes in 1 splits", "writes    " + output)
        .contains("memory    each task up to 1,000,000 distinct words: 110 MB of heap");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void makesTheSameStoriesForTheSameSeed() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      assertThat(run("corpus", "--bytes", "20kB", "--seed", "3", "--output", folder + "/" + name))
          .as(err.toString())
          .isZero();
    }
    assertThat(FileTree.digests(folder.resolve("a"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("b"), name -> true))
        .containsOnlyKeys("_SUCCESS", "part-00000.txt");
    assertThat(folder.resolve("a/part-00000.txt").toFile().length()).isBetween(20_000L, 25_000L);
  }

  @Test
  void endsWithOneWhereThereIsNoTextAndWithThreeWhereTooMuchWasRejected() throws IOException {
    LocalSpark.session();
    String empty = Files.writeString(folder.resolve("empty.txt"), "").toString();
    assertThat(run("count", "--input", empty, "--output", output)).isEqualTo(1);
    assertThat(err.toString()).startsWith("gqvae: There is no text in ").hasLineCount(1);
    String jsonl =
        Files.writeString(folder.resolve("a.jsonl"), "{\"text\":\"a\"}\n{}\n").toString();
    LocalSpark.session();
    assertThat(run("count", "--input", jsonl, "--output", output, "--json")).isEqualTo(3);
    assertThat(err.toString()).contains("1 record was rejected, more than --max-failed 0 allows");
    JsonNode told = json();
    assertThat(told.get("exit_code").intValue()).isEqualTo(3);
    assertThat(told.at("/problems/0").textValue()).startsWith("1 record was rejected");
    assertThat(told.get("result").toString())
        .startsWith("{\"documents\":1,\"failed\":1,\"words\":1,\"distinct_words\":1,\"bytes\":1,")
        .endsWith(",\"count\":1,\"first\":\"a.jsonl#13\"}]}");
    LocalSpark.session();
    assertThat(
            run("count", "--input", jsonl, "--output", output, "--overwrite", "--max-failed", "1"))
        .isZero();
  }

  @Test
  void tellsWhatATaskFailedOf() throws IOException {
    LocalSpark.session();
    String torn = Files.writeString(folder.resolve("torn.txt.gz"), "no gzip").toString();
    assertThat(run("count", "--input", torn, "--output", output)).isEqualTo(1);
    assertThat(err.toString()).startsWith("gqvae: Cannot read file:" + torn).hasLineCount(1);
  }

  @Test
  void tellsWrongUsageAsJsonToo() throws IOException {
    for (String[] args :
        new String[][] {
          {"count", "--json", "--overwrit", "--output", "out"},
          {"cuont", "--json"},
          {"--json"},
          {"count", "--input", folder + "/missing", "--output", "out", "--json"},
          {"count", "--json", "--set", "count.files=-1", "--input", input, "--output", "out"}
        }) {
      out.getBuffer().setLength(0);
      err.getBuffer().setLength(0);
      assertThat(run(args)).isEqualTo(2);
      JsonNode told = json();
      assertThat(told.get("exit_code").intValue()).isEqualTo(2);
      assertThat(told.get("verb").isNull()).isEqualTo(!args[0].equals("count"));
      assertThat(told.path("output").asText("out")).isEqualTo("out");
      assertThat(told.get("result").isNull()).isTrue();
      assertThat(told.get("problems"))
          .extracting(problem -> "gqvae: " + problem.textValue())
          .isNotEmpty()
          .containsExactlyElementsOf(err.toString().lines().toList());
    }
  }

  @Test
  void tellsThePlanAsJson() throws IOException {
    String secret = "s3x://me:hunter2@texts/out";
    assertThat(run("count", "--input", input, "--output", output, "--dry-run", "--json")).isZero();
    JsonNode told = json();
    assertThat(told.get("plan"))
        .extracting(JsonNode::textValue)
        .contains("reads     " + input + ": 8 bytes in 1 splits");
    assertThat(told.get("problems")).isEmpty();
    out.getBuffer().setLength(0);
    assertThat(run("count", "--input", input, "--output", secret, "--dry-run", "--json"))
        .isPositive();
    assertThat(json().toString()).contains("s3x://(redacted)@texts/out").doesNotContain("hunter2");
  }

  @Test
  void tellsOnlyProblemsWhereItShallBeQuiet() throws IOException {
    Configurator.setLevel("org.gqvae", Level.INFO);
    try {
      assertThat(run("corpus", "--bytes", "1kB", "--output", output, "--quiet", "--json")).isZero();
      assertThat(LoggerFactory.getLogger(Main.class).isInfoEnabled()).isFalse();
      assertThat(LoggerFactory.getLogger(CorpusVerb.class).isWarnEnabled()).isTrue();
    } finally {
      ((LoggerContext) LogManager.getContext(false)).reconfigure();
    }
    JsonNode told = json();
    assertThat(told.fieldNames())
        .toIterable()
        .containsExactly("verb", "exit_code", "seconds", "problems", "output", "plan", "result");
    assertThat(told.get("output").textValue()).isEqualTo(output);
    assertThat(told.at("/result/documents").intValue()).isPositive();
    assertThat(told.at("/result/files").intValue()).isEqualTo(1);
  }

  /** The one line of stdout. */
  private JsonNode json() throws IOException {
    assertThat(out.toString()).endsWith("\n").hasLineCount(1);
    return new ObjectMapper().readTree(out.toString());
  }

  private int run(String... args) {
    return new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(args);
  }
}
