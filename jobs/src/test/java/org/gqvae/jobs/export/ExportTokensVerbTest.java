package org.gqvae.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of {@code export --tokens}. */
class ExportTokensVerbTest {
  @TempDir Path folder;

  @Test
  void exportsWhatTokenizeWrote() throws IOException {
    tokenize();

    CommandLineCall call = export("--format", "nanogpt", "--json");

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.json().at("/result/dtype").textValue()).isEqualTo("uint16");
    assertThat(call.json().at("/result/documents").intValue()).isEqualTo(60);
    assertThat(call.json().at("/result/special_tokens").intValue()).isEqualTo(60);
    long ids = call.json().at("/result/tokens").longValue() + 60;
    assertThat(folder.resolve("out/train.bin")).hasSize(2 * ids);
  }

  @ParameterizedTest
  @ValueSource(strings = {"concatenate", "best-fit"})
  void refusesPackedRowsAndSaysWhatToDo(String method) throws IOException {
    tokenize("tokenize.pack=64", "tokenize.pack-method=" + method);

    CommandLineCall call = export("--format", "mds");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).hasLineCount(1);
    assertThat(call.err()).contains("Packed rows in ").contains("Run tokenize without --pack");
  }

  @Test
  void requiresAFormat() throws IOException {
    tokenize();

    assertThat(export().err())
        .contains(
            "Invalid export.format: ",
            "expected one of megatron, mds, nanogpt, llmc, datatrove. Give one by --format");
    CommandLineCall call = export("--format", "huggingface");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).hasLineCount(1).endsWith("mds, nanogpt, llmc, datatrove\n");
  }

  @Test
  void leavesNothingWhereAPartFileWasChanged() throws IOException {
    tokenize();
    Path part;
    try (Stream<Path> files = Files.list(folder.resolve("tokens"))) {
      part = files.filter(file -> file.toString().endsWith(".parquet")).findAny().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(part);
    bytes[40] ^= 1;
    Files.write(part, bytes);

    CommandLineCall call = export("--format", "nanogpt");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("Damaged file:" + part + ": its SHA-256 is ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void writesNothingIntoTokenColumns() throws IOException {
    tokenize();
    for (String verb : List.of("export --format mds", "detokenize", "report")) {
      CommandLineCall call =
          CommandLineCall.of(
              (verb + " --tokens %s/tokens --output %<s/tokens/out".formatted(folder)).split(" "));
      assertThat(call.exitCode()).isEqualTo(2);
      assertThat(call.err())
          .hasLineCount(1)
          .contains("is in the input " + folder + "/tokens, where nothing else may be");
    }
  }

  @Test
  void requiresEitherATokenizerOrTokens() {
    for (String[] words :
        List.of(
            new String[] {"export", "--output", "out"},
            new String[] {"export", "--tokens", "a", "--tokenizer", "b", "--output", "out"})) {
      CommandLineCall call = CommandLineCall.of(words);
      assertThat(call.exitCode()).isEqualTo(2);
      assertThat(call.err()).contains("Give one of --tokenizer DIR").contains("--tokens DIR");
    }
  }

  @Test
  void refusesOptionsOfTheOther() {
    assertThat(export("--format", "mds", "--chat-template", "chat.jinja").err())
        .contains("--chat-template goes with --tokenizer");
    CommandLineCall call =
        CommandLineCall.of(
            "export", "--tokenizer", "a", "--output", "out", "--resume", "--seed", "7");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .contains("--resume goes with --tokens")
        .contains("--validation-share and --seed go with --tokens");
  }

  @Test
  void overwritesNoDirectoryThatHoldsWhatItDidNotWrite() throws IOException {
    tokenize();
    Path texts = Files.createDirectories(folder.resolve("out/train")).resolve("a.txt");
    Files.writeString(texts, "text");

    CommandLineCall call = export("--format", "mds", "--overwrite");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("out/train holds what this verb did not write: a.txt");
    assertThat(texts).hasContent("text");
  }

  @Test
  void tellsItsPlan() throws IOException {
    tokenize();

    CommandLineCall call = export("--format", "mds", "--validation-share", "0.1", "--dry-run");

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .contains("reads     " + folder + "/tokens: 60 documents, ")
        .contains("writes    " + folder + "/out/train/shard.NNNNN.mds")
        .contains("splits    train, and val with a share of 0.1 chosen by \"0\"");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private void tokenize(String... assignments) throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    fixture.writeLines(60);
    fixture.tokenize("tokens", OutputMode.REFUSE, assignments);
  }

  private CommandLineCall export(String... more) {
    Stream<String> words =
        Stream.of("export", "--tokens", folder + "/tokens", "--output", folder + "/out");
    return CommandLineCall.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }
}
