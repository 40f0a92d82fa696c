package org.gqvae.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.TinyRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoJobTest {
  @TempDir Path folder;

  @Test
  void provesTheRoundTripAndReplacesAnEarlierDemo() throws IOException {
    CommandLineCall first = demo();
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).isEmpty();
    assertThat(first.out())
        .containsPattern("corpus +\\d+ stories, 10\\d,\\d{3} bytes")
        .containsPattern("loss +\\d+\\.\\d{3} -> \\d+\\.\\d{3} nats a byte in 4 rounds")
        .containsPattern("codes used +\\d+ of 32")
        .containsPattern("round trip +every document equal \\((\\d+) of \\1 verified\\)");
    assertThat(first.jobs().stream().distinct())
        .containsExactly(
            "count: 3 splits of " + folder + "/demo/corpus",
            "train: words",
            "train: round 1 of 4, workers train",
            "train: round 1 of 4, workers look at words",
            "train: round 2 of 4, workers train",
            "train: round 2 of 4, workers look at words",
            "train: round 3 of 4, workers train",
            "train: round 3 of 4, workers look at words",
            "train: round 4 of 4, workers train",
            "train: round 4 of 4, workers look at words",
            "distill: commonest words",
            "distill: segments",
            "tokenize: 3 splits of " + folder + "/demo/corpus",
            "report: 3 files of " + folder + "/demo/tokens");
    for (String artifact :
        new String[] {
          "corpus/part-00000.jsonl",
          "words/summary.json",
          "run/report.html",
          "run/tokenizer/manifest.json",
          "tokens/_manifest.json",
          "report/report.html"
        }) {
      assertThat(folder.resolve("demo").resolve(artifact)).isNotEmptyFile();
    }
    Path left = Files.writeString(folder.resolve("demo/tokens/part-00009-of-00010.parquet"), "");
    SortedMap<String, String> tokenizer = tokenizer();

    CommandLineCall again = demo("--set", "tokenize.verify=none");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).containsPattern("round trip +not verified");
    assertThat(left).doesNotExist();
    assertThat(tokenizer()).isEqualTo(tokenizer);
  }

  @Test
  void neverReplacesWhatNoDemoWrote() throws IOException {
    Files.createDirectories(folder.resolve("demo/corpus"));
    Path mine = Files.writeString(folder.resolve("demo/corpus/my-stories.jsonl"), "{}");
    Path thesis = Files.writeString(folder.resolve("demo/thesis.tex"), "");
    CommandLineCall call = demo();
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("holds what this verb did not write: thesis.tex"),
            line ->
                assertThat(line)
                    .contains("demo/corpus holds what this verb did not write: my-stories.jsonl"));
    assertThat(mine).exists();
    assertThat(thesis).exists();
  }

  @Test
  void tellsAllWrongSettingsAtOnce() {
    CommandLineCall call = demo("--set", "train.workers=0", "--set", "corpus.byts=1MB");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .containsExactlyInAnyOrder(
            "gqvae: Invalid train.workers: 0 (--set train.workers=0),"
                + " expected a whole number from 1 to 10000",
            "gqvae: Unknown key corpus.byts (--set corpus.byts=1MB). Did you mean corpus.bytes?");
    assertThat(folder.resolve("demo")).doesNotExist();
  }

  @Test
  void refusesANetworkOfWhichNoTokenizerComes() {
    CommandLineCall call = demo("--set", "model.quantizer=none");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .isEqualTo(
            "gqvae: Invalid model.quantizer: none (--set model.quantizer=none), expected nearest or"
                + " gumbel-softmax: without codes there is no tokenizer\n");
    assertThat(folder.resolve("demo")).doesNotExist();
  }

  private CommandLineCall demo(String... more) {
    String[] demo =
        TinyRun.commandLine(
            "demo", "--output", folder.resolve("demo").toString(), "--set", "corpus.bytes=100kB");
    return CommandLineCall.of(
        Stream.concat(Stream.of(demo), Stream.of(more)).toArray(String[]::new));
  }

  private SortedMap<String, String> tokenizer() throws IOException {
    return FileTree.digests(folder.resolve("demo/run/tokenizer"), name -> true);
  }
}
