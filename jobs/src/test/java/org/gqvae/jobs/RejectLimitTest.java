package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too many rejected records in the first splits end a command before it reads the others. */
class RejectLimitTest {
  private static final int SPLITS = 600;
  private static final Pattern ENDED =
      Pattern.compile(
          "gqvae: 1 record was rejected, more than --max-failed 0 allows: 1 x not a JSON object"
              + " \\(first: a\\.jsonl#0\\)(.*)\\. The command was ended early,"
              + " after ([\\d,]+) of 600 splits; mend the input, or allow more by --max-failed\n");

  @TempDir Path folder;
  private int splitBytes;

  @BeforeEach
  void writeACorpusWhoseFirstRecordIsNone() throws IOException {
    String line = "{\"text\":\"%s\"}\n".formatted("the cat is catching mice ".repeat(4).strip());
    Files.writeString(
        folder.resolve("a.jsonl"), "[".repeat(line.length() - 1) + "\n" + line.repeat(SPLITS - 1));
    splitBytes = line.length();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count",
        "train",
        "baseline bpe",
        "tokenize --tokenizer TOKENIZER",
        "tokenize --tokenizer TOKENIZER --shuffle 7",
        "compare --tokenizers TOKENIZER"
      })
  void endsEarlyWithThreeAndSaysSo(String verb) {
    CommandLineCall call = call(verb, "out");

    assertThat(call.exitCode()).as(call.err()).isEqualTo(3);
    assertThat(splits(call)).isBetween(1, SPLITS - 1);
    assertThat(folder.resolve("out/_manifest.json")).doesNotExist();
    assertThat(folder.resolve("out/summary.json")).doesNotExist();
    assertThat(folder.resolve("out/compare.json")).doesNotExist();
    assertThat(folder.resolve("out/tokenizer")).doesNotExist();
  }

  @Test
  void keepsThePartsThatEndedAndGoesOnWhereMoreIsAllowed() throws IOException {
    String verb = "tokenize --tokenizer TOKENIZER";
    CommandLineCall first = call(verb, "out");
    assertThat(ENDED.matcher(first.err()).results().findFirst().orElseThrow().group(1))
        .isEqualTo(". See " + folder.resolve("out/_rejects"));
    assertThat(folder.resolve("out/_rejects/part-00000.jsonl")).isNotEmptyFile();
    assertThat(folder.resolve("out/_progress")).isNotEmptyDirectory();

    CommandLineCall again = call(verb, "out", "--resume");
    assertThat(again.exitCode()).as(again.err()).isEqualTo(3);
    assertThat(splits(again)).isLessThan(SPLITS);

    CommandLineCall resumed = call(verb, "out", "--resume", "--max-failed", "1");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    CommandLineCall undisturbed = call(verb, "undisturbed", "--max-failed", "1");
    assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
    assertThat(FileTree.digests(folder.resolve("out"), name -> !name.equals("_manifest.json")))
        .isEqualTo(
            FileTree.digests(
                folder.resolve("undisturbed"), name -> !name.equals("_manifest.json")));
  }

  @Test
  void trainingGoesOnWhereMoreIsAllowed() {
    assertThat(splits(call("train", "out"))).isLessThan(SPLITS);
    CommandLineCall resumed = call("train", "out", "--resume", "--max-failed", "1");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(folder.resolve("out/tokenizer/manifest.json")).isNotEmptyFile();
  }

  private CommandLineCall call(String verb, String output, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                verb.replace("TOKENIZER", TinyRun.run().resolve("tokenizer").toString())
                    .split(" ")));
    words.addAll(List.of("--input", folder.resolve("a.jsonl").toString()));
    words.addAll(List.of("--output", folder.resolve(output).toString()));
    words.addAll(List.of(options));
    if (verb.equals("train")) {
      words = new ArrayList<>(List.of(TinyRun.commandLine(words.toArray(String[]::new))));
    }
    words.addAll(List.of("--set", "count.files=2", "--set", "input.split-bytes=" + splitBytes));
    return CommandLineCall.of(words.toArray(String[]::new));
  }

  /** After how many splits a command ended that ended early. */
  private static int splits(CommandLineCall call) {
    Matcher ended = ENDED.matcher(call.err());
    assertThat(ended.matches()).as(call.err()).isTrue();
    return Integer.parseInt(ended.group(2).replace(",", ""));
  }
}
