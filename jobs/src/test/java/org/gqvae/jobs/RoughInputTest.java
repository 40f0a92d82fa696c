package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs as they come: count and tokenize read each document once, or say what is wrong. */
class RoughInputTest {
  @TempDir Path folder;

  @Test
  void outputsInTheInputAreRefused() throws IOException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    Files.createSymbolicLink(folder.resolve("alias"), in);

    for (Path input : List.of(in, folder.resolve("alias"), Path.of("file:" + in))) {
      for (Path output : List.of(in.resolve("out"), folder.resolve("alias/d/out"))) {
        for (CommandLineCall call : calls(input.toString(), output.toString())) {
          refused(
              call,
              2,
              "The output %s is in the input %s, and its files would be read as documents. Give an --output elsewhere"
                  .formatted(output, input));
        }
      }
    }
    assertThat(in).isDirectoryNotContaining(path -> Files.isDirectory(path));
  }

  @Test
  void outputsThatAGlobCouldMatchAreRefusedAndOthersAreNot() throws IOException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();

    for (CommandLineCall call : calls(in + "/*", in + "/out")) {
      refused(call, 2, "The output " + in + "/out is in the input " + in + "/*, and its files");
    }
    List<CommandLineCall> calls =
        List.of(
            CommandLineCall.of(count(in + "/*.txt", in + "/counted")),
            CommandLineCall.of(tokenize(in + "/*.txt", in + "/tokenized")));
    calls.forEach(call -> assertThat(documents(call)).isEqualTo(2));
  }

  /** A count and a tokenize of the same. */
  private static List<CommandLineCall> calls(String input, String output, String... options) {
    return Stream.of(count(input, output, options), tokenize(input, output, options))
        .map(CommandLineCall::of)
        .toList();
  }

  private static String[] count(String input, String output, String... options) {
    return with(options, "count", "--json", "--input", input, "--output", output);
  }

  private static String[] tokenize(String input, String output, String... options) {
    String tokenizer = TinyRun.run().resolve("tokenizer").toString();
    return with(
        options,
        "tokenize",
        "--json",
        "--tokenizer",
        tokenizer,
        "--input",
        input,
        "--output",
        output);
  }

  private static String[] with(String[] more, String... words) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static void refused(CommandLineCall call, int exitCode, String problem) {
    assertThat(call.exitCode()).as(call.err()).isEqualTo(exitCode);
    assertThat(call.err()).hasLineCount(1).contains(problem);
  }

  private static long documents(CommandLineCall call) {
    assertThat(call.exitCode()).as(call.err()).isZero();
    return call.json().get("result").get("documents").asLong();
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }
}
