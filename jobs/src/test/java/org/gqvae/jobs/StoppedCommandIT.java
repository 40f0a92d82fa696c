package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that a signal stops, each in a process of its own. */
class StoppedCommandIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void saysWhatIsFinishedAndGoesOnFromThere(String signal, int code) throws Exception {
    new TokenizeFixture(folder);
    writeInput();
    Path output = folder.resolve("out");
    List<String> words = words("tokenize --tokenizer tokenizer --input in --output out --json");
    words.addAll(List.of("--set", "input.split-bytes=1kB"));
    Command stopped = stop(signal, output.resolve("_progress"), words);
    assertStopped(stopped, "SIG" + signal, code);
    assertThat(stopped.err())
        .matches(
            "gqvae: Stopped by SIG"
                + signal
                + "\\. out holds (\\d+ of \\d+ parts|nothing finished yet);"
                + " run the same line with --resume to go on\n");
    assertThat(output.resolve("_lease.json")).doesNotExist();
    words.add("--resume");
    Command resumed = Command.run(folder, Command.inAJvm(words));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(output.resolve("_manifest.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count --input in --output out",
        "detokenize --tokens tokens --output out",
        "report --tokens tokens --output out",
        "tokenize --tokenizer tokenizer --input in --shuffle 1 --output out",
        "baseline bpe --input in --output out",
        "compare --tokenizers tokenizer --input in --output out",
        "demo --output out"
      })
  void saysItInOneLineWhateverItDoes(String line) throws Exception {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    writeInput();
    if (line.contains("tokens tokens")) {
      fixture.tokenize("tokens", OutputMode.REFUSE);
    }
    List<String> words = words(line + " --json");
    Command stopped = stop("TERM", folder.resolve("out/_lease.json"), words);
    assertStopped(stopped, "SIGTERM", 143);
    assertThat(folder.resolve("out/_lease.json")).doesNotExist();
  }

  @Test
  void leavesATrainingThatEndsAsAnUnbrokenOne() throws Exception {
    Path stories = TinyRun.stories();
    Path run = folder.resolve("run");
    List<String> words =
        new ArrayList<>(
            List.of(
                TinyRun.commandLine(
                    "train", "--json", "--input", stories.toString(), "--output", "run")));
    Command stopped = stop("TERM", run.resolve("checkpoints/round-0002/checksums.json"), words);
    assertStopped(stopped, "SIGTERM", 143);
    assertThat(stopped.err())
        .containsPattern(
            "run holds the checkpoint of round [234] of 4;"
                + " run the same line with --resume to go on");
    words.add("--resume");
    Command resumed = Command.run(folder, Command.inAJvm(words));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(FileTree.digests(run, StoppedCommandIT::isWithoutTimes))
        .isEqualTo(FileTree.digests(TinyRun.run(), StoppedCommandIT::isWithoutTimes))
        .isNotEmpty();
  }

  private static boolean isWithoutTimes(String name) {
    return name.startsWith("tokenizer/")
        || name.startsWith("checkpoints/") && !name.endsWith(".crc");
  }

  private static void assertStopped(Command stopped, String signal, int code) {
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(code);
    assertThat(stopped.err()).startsWith("gqvae: Stopped by " + signal + ". ").hasLineCount(1);
    assertThat(stopped.out()).endsWith("\n").hasLineCount(1);
    JsonNode json = JsonFile.parse(stopped.out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(json.get("exit_code").intValue()).isEqualTo(code);
    assertThat("gqvae: " + json.get("problems").get(0).textValue() + "\n").isEqualTo(stopped.err());
  }

  private Command stop(String signal, Path begun, List<String> words) throws Exception {
    List<String> quietly = new ArrayList<>(words);
    quietly.add("--quiet");
    List<String> process = new ArrayList<>(Command.inAJvm(quietly));
    process.addAll(0, List.of("env", "--default-signal=INT")); // it may be inherited as ignored
    try (Command.Running running = Command.begin(folder, process)) {
      running.await(begun);
      running.signal(signal);
      return running.end();
    }
  }

  private void writeInput() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.write(
        folder.resolve("in/a.txt"),
        IntStream.range(0, 3000).mapToObj(i -> "document " + i + " of the cat").toList());
  }

  private static List<String> words(String line) {
    return new ArrayList<>(Stream.of(line.split(" ")).toList());
  }
}
