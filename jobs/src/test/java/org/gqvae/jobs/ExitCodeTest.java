package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.storage.Lease;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How verbs end on what they cannot work with. */
class ExitCodeTest {
  @TempDir Path folder;
  private String output;

  @BeforeEach
  void nameTheOutput() {
    output = folder.resolve("out").toString();
  }

  @Test
  void suggestsTheOptionThatWasMeant() {
    CommandLineCall train =
        CommandLineCall.of("train", "--input", "in", "--output", output, "--resum");
    assertThat(train.exitCode()).isEqualTo(2);
    assertThat(train.err()).contains("Unknown option: '--resum'", "Did you mean --resume");
    CommandLineCall distill =
        CommandLineCall.of("distill", "--run", "in", "--output", output, "--strat", "vote");
    assertThat(distill.exitCode()).isEqualTo(2);
    assertThat(distill.err()).contains("'--strat'");
    CommandLineCall demo = CommandLineCall.of("demo", "--outputs", output);
    assertThat(demo.exitCode()).isEqualTo(2);
    assertThat(demo.err()).contains("'--outputs'", "Did you mean --output");
  }

  @Test
  void tellsAllWrongSettingsOfTrainAtOnce() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("my.conf"), "model.width = 9\ntrain.loss { gate-csot = 1 }\n");
    CommandLineCall call =
        CommandLineCall.of(
            "train",
            "--input",
            "in",
            "--output",
            output,
            "--config",
            config.toString(),
            "--set",
            "train.workers=0");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .containsExactlyInAnyOrder(
            "gqvae: Invalid model.width: 9 ("
                + config
                + ":1), expected a multiple of 4 x model.heads (2)",
            "gqvae: Invalid train.workers: 0 (--set train.workers=0),"
                + " expected a whole number from 1 to 10000",
            "gqvae: Unknown key train.loss.gate-csot ("
                + config
                + ":2). Did you mean train.loss.gate-cost?");
  }

  @Test
  void refusesAMissingInputAndAnExistingOutputOfTrainTogether() throws IOException {
    Files.createDirectories(folder.resolve("out/tokenizer"));
    CommandLineCall call =
        CommandLineCall.of("train", "--input", folder + "/missing", "--output", output);
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("Input does not exist: ", "/missing"),
            line -> assertThat(line).contains("Output exists: " + output, "--resume"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "corpus",
        "count --input in",
        "train --input in",
        "train --input in --resume",
        "distill --run in --overwrite",
        "baseline bpe --input in",
        "baseline vqvae --input in",
        "tokenize --tokenizer in --input in --overwrite",
        "tokenize --tokenizer in --input in --dry-run",
        "detokenize --tokens in",
        "report --tokens in",
        "compare --tokenizers in --input in",
        "demo"
      })
  void refusesAnOutputWhileAnotherCommandWritesIt(String line) throws IOException {
    Lease lease =
        Lease.acquire(
            new org.apache.hadoop.fs.Path(output), "count", warning -> {}, new Configuration());
    CommandLineCall call = CommandLineCall.of((line + " --output " + output).split(" "));
    lease.close();
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .contains("Output file:" + output + " is being written by count (host ", "--output;")
        .doesNotContain("Output exists");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count --input ~/in --output out",
        "count --input in --output ~/out",
        "count --input in --output out --config ~/my.conf",
        "train --input in --output ~",
        "distill --run ~/run --output out",
        "baseline vqvae --input in --output out --run ~/run",
        "tokenize --tokenizer ~/tokenizer --input in --output out",
        "detokenize --tokens ~/tokens --output out",
        "report --tokens in,~/tokens --output out",
        "compare --tokenizers in,~/tokenizer --input in --output out",
        "corpus --output ~/out",
        "demo --output ~/out",
        "doctor --output ~/out"
      })
  void refusesATildeThatNoShellHasExpanded(String line) {
    CommandLineCall call = CommandLineCall.of(line.split(" "));
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains(" begins with ~, which the shell alone expands", "write $HOME");
  }

  @Test
  void takesNoLeaseToPrintItsPlan() {
    CommandLineCall call = CommandLineCall.of("corpus", "--output", output, "--dry-run");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "train"})
  void endsWithOneWhereThereIsNoText(String verb) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    for (String text : new String[] {null, "\n\n"}) {
      if (text != null) {
        Files.writeString(folder.resolve("in/a.txt"), text);
      }
      FileTree.delete(folder.resolve("out"));
      CommandLineCall call =
          CommandLineCall.of(verb, "--input", folder + "/in", "--output", output);
      assertThat(call.exitCode()).isEqualTo(1);
      assertThat(call.err()).startsWith("gqvae: There is no text in ").hasLineCount(1);
      assertNothingLooksWhole();
    }
  }

  @Test
  void endsWithOneWhereThereAreTooFewWordsToTrainOn() throws IOException {
    Path input = Files.writeString(folder.resolve("one.txt"), "word\n");
    CommandLineCall call =
        CommandLineCall.of(
            TinyRun.commandLine("train", "--input", input.toString(), "--output", output));
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err())
        .startsWith("gqvae: There are too few words for each worker to train on.")
        .hasLineCount(1);
    assertThat(folder.resolve("out/tokenizer")).doesNotExist();
  }

  @Test
  void endsWithOneWhereNothingIsReadableAndWithThreeWhereThatIsTold() throws IOException {
    byte[] noise = new byte[20_000];
    new Random(3).nextBytes(noise);
    Files.createDirectories(folder.resolve("in"));
    Files.write(folder.resolve("in/noise.jsonl"), noise);
    for (String verb : new String[] {"count", "train"}) {
      CommandLineCall call =
          CommandLineCall.of(verb, "--input", folder + "/in", "--output", output);
      assertThat(call.exitCode()).isEqualTo(1);
      assertThat(call.err()).startsWith("gqvae: There is no text in ").hasLineCount(1);
      assertNothingLooksWhole();
      FileTree.delete(folder.resolve("out"));
    }
    CommandLineCall tokenize = tokenize(TinyRun.run().resolve("tokenizer"));
    assertThat(tokenize.exitCode()).isEqualTo(3);
    assertThat(tokenize.err())
        .hasLineCount(1)
        .containsPattern("^gqvae: \\d+ records were rejected, more than --max-failed 0 allows: ")
        .containsPattern("\\d+ x .+ \\(first: noise\\.jsonl#\\d+\\)")
        .contains(output + "/_rejects");
    assertThat(folder.resolve("out/_manifest.json")).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"manifest.json", "vocab.tsv", "word_table.parquet", "network.json", "network.bin"})
  void refusesADamagedTokenizer(String name) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.txt"), "the cat\n");
    Path tokenizer = folder.resolve("tokenizer");
    FileTree.copy(TinyRun.run().resolve("tokenizer"), tokenizer);
    byte[] bytes = Files.readAllBytes(tokenizer.resolve(name));
    bytes[bytes.length / 2] ^= 1;
    Files.write(tokenizer.resolve(name), bytes);
    CommandLineCall flipped = tokenize(tokenizer);
    assertThat(flipped.exitCode()).as(flipped.err()).isEqualTo(2);
    assertThat(flipped.err()).startsWith("gqvae: Damaged ").contains(tokenizer.toString());

    Files.delete(tokenizer.resolve(name));
    CommandLineCall missing = tokenize(tokenizer);
    assertThat(missing.exitCode()).as(missing.err()).isEqualTo(2);
    assertThat(missing.err()).startsWith("gqvae: Missing ").contains(tokenizer + "/" + name);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private CommandLineCall tokenize(Path tokenizer) {
    return CommandLineCall.of(
        "tokenize",
        "--tokenizer",
        tokenizer.toString(),
        "--input",
        folder + "/in",
        "--output",
        output);
  }

  private void assertNothingLooksWhole() {
    assertThat(folder.resolve("out/summary.json")).doesNotExist();
    assertThat(folder.resolve("out/words/summary.json")).doesNotExist();
    assertThat(folder.resolve("out/tokenizer")).doesNotExist();
  }

  @Test
  void tellsNoSecretThatStandsOnTheCommandLine() {
    CommandLineCall call =
        CommandLineCall.of(
            "count",
            "--input",
            "s3x://me:hunter2@texts/",
            "--output",
            output,
            "--set",
            "fs.s3a.secret.key=hunter2");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("(redacted)").doesNotContain("hunter2");
  }

  @Test
  void refusesANetworkThatNoArrayHolds() {
    CommandLineCall call = CommandLineCall.of("doctor", "--set", "model.width=16384");
    assertThat(call.exitCode()).as(call.err()).isEqualTo(2);
    assertThat(call.err().lines())
        .singleElement()
        .asString()
        .startsWith(
            "gqvae: Invalid model.width: 16384 (--set model.width=16384), expected less, or fewer"
                + " codes: the matrix gater.wide.weight of ")
        .endsWith(" x 8192 is larger than an array can be");
  }
}
