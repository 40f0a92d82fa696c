package org.gqvae.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gqvae.io.tokenizer.Tokenizer;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.Python;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.gqvae.testing.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of README.md and io/README.md that load exports or token columns. */
class ExportExamplesTest {
  private static final String README = "io/README.md";
  private static final String EXPORT = "submit/gqvae ";
  private static final int VOCABULARY = 300;
  private static final List<int[]> DOCUMENTS =
      IntStream.range(0, 400).mapToObj(i -> new int[] {i % 250, 7, VOCABULARY - 3}).toList();

  @TempDir Path folder;

  @Test
  void transformersGivesTheIdsOfTheTokenizer() throws Exception {
    new TokenizeFixture(folder.resolve("my-run"));
    Example example = Example.after(README, "**transformers**");
    export(example);
    assertThat(folder.resolve("hf/tokenizer.json")).exists();
    int[] ids = Tokenizer.load(folder.resolve("my-run/tokenizer")).encode("Once upon a time");
    assertPrints(example, "transformers", WrittenColumns.list(ids));
  }

  @Test
  void vllmReadsWhatTransformersReads() throws IOException {
    assertThat(Example.after(README, "**vLLM**").lines())
        .containsExactly(
            exportLine(Example.after(README, "**transformers**")),
            "vllm serve my-model --tokenizer hf");
  }

  @Test
  void megatronReadsTheFirstDocument() throws Exception {
    Example example = exportOfColumns("**Megatron-LM**");
    assertThat(folder.resolve("my-megatron/train.idx")).exists();
    assertThat(folder.resolve("my-megatron/train.bin")).exists();
    assertPrints(example, "Megatron-LM", stream().subList(0, 4));
  }

  @Test
  void streamingReadsTheFirstDocument() throws Exception {
    Example example = exportOfColumns("**MosaicML streaming**");
    assertThat(folder.resolve("my-mds/train/index.json")).exists();
    assertThat(Python.numbers(folder, example)).isEqualTo(stream().subList(0, 4));
  }

  @Test
  void nanoGptReadsTheFirstIds() throws Exception {
    Example example = exportOfColumns("**nanoGPT**");
    assertThat(folder.resolve("nanoGPT/data/gqvae/val.bin")).exists();
    assertThat(Python.numbers(folder, example)).isEqualTo(stream().subList(0, 20));
  }

  @Test
  void datasetsReadsTheFirstDocument() throws Exception {
    writeColumns();
    assertPrints(Example.after(README, "**datasets**"), "datasets", stream().subList(0, 3));
  }

  /** That an example prints these ids, and then the program's line in the first README too. */
  private void assertPrints(Example example, String program, List<Integer> ids) throws Exception {
    String line = Example.after("README.md", "## Use it from").codeOf(program);
    List<Integer> twice = new ArrayList<>(ids);
    twice.addAll(ids);
    assertThat(
            Python.numbers(folder, new Example("python", example.text() + "print(" + line + ")\n")))
        .isEqualTo(twice);
  }

  /** All documents, each with its end of text. */
  private static List<Integer> stream() {
    return DOCUMENTS.stream()
        .flatMapToInt(ids -> IntStream.concat(Arrays.stream(ids), IntStream.of(VOCABULARY - 2)))
        .boxed()
        .toList();
  }

  private void writeColumns() throws IOException {
    WrittenColumns.write(folder.resolve("my-tokens"), VOCABULARY, 16, List.of(DOCUMENTS));
  }

  private Example exportOfColumns(String program) throws IOException {
    writeColumns();
    Example example = Example.after(README, program);
    export(example);
    return example;
  }

  /** Runs the line of an example that exports, in the folder. */
  private void export(Example example) {
    List<String> words = new ArrayList<>();
    String option = "";
    for (String word : exportLine(example).substring(EXPORT.length()).split(" ")) {
      boolean isPath = option.matches("--(tokens|tokenizer|output)");
      words.add(isPath ? folder.resolve(word).toString() : word);
      option = word;
    }
    CommandLineCall call = CommandLineCall.of(words.toArray(String[]::new));
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  private static String exportLine(Example example) {
    String line = example.lines().get(0);
    assertThat(line).startsWith("# " + EXPORT);
    return line.substring("# ".length());
  }
}
