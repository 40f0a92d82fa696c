package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of any characters: each verb makes of them what it makes of plain ones. */
class AnyPathTest {
  private static final String LETTERS = "äж";
  private static final String ODD =
      "@a  b[1]{x,y}*?%41%2F#:,&;'\"+$HOME\\"
          + (Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(LETTERS)
              ? LETTERS
              : "");

  /** The files whose content does not depend on the names of places, nor on time. */
  private static final Predicate<String> DETERMINED =
      name ->
          !name.matches(
              "(.*/)?(provenance\\.json|_(manifest|run)\\.json|_input\\.tsv\\.gz|.*\\.html|.*\\.conf)");

  @TempDir Path folder;
  private Path odd;

  @BeforeEach
  void makeAnOddPlace() throws IOException {
    odd = Files.createDirectories(folder.resolve(ODD));
  }

  @Test
  void writesCorpora() throws IOException {
    for (Path root : new Path[] {folder, odd}) {
      call("corpus", "--bytes", "50kB", "--format", "parquet", "--output", in(root, "corpus"));
    }
    assertSame("corpus");
  }

  @Test
  void countsAndTrains() throws IOException {
    call("count", "--input", TinyRun.stories().toString(), "--output", in(folder, "words"));
    call("count", "--input", oddStories(), "--output", in(odd, "words"));
    assertSame("words");

    call(TinyRun.commandLine("train", "--input", oddStories(), "--output", in(odd, "run")));
    Predicate<String> learned = name -> name.matches("(words|tokenizer|checkpoints)/.*");
    assertThat(FileTree.digests(Path.of(in(odd, "run")), learned))
        .isEqualTo(FileTree.digests(TinyRun.run(), learned))
        .isNotEmpty();
  }

  @Test
  void distillsAndLearnsBaselines() throws IOException {
    FileTree.copy(TinyRun.run(), Path.of(in(odd, "run")));
    call("distill", "--run", TinyRun.run().toString(), "--output", in(folder, "tokenizer"));
    call("distill", "--run", in(odd, "run"), "--output", in(odd, "tokenizer"));
    assertSame("tokenizer");

    String[] bpe = {"baseline", "bpe", "--vocabulary-size", "300", "--input"};
    call(with(bpe, TinyRun.stories().toString(), "--output", in(folder, "bpe")));
    call(with(bpe, oddStories(), "--output", in(odd, "bpe")));
    assertSame("bpe");
    call(with(bpe, in(odd, "run") + "/words", "--output", in(odd, "bpe of words")));
    assertThat(FileTree.digests(Path.of(in(odd, "bpe of words")), DETERMINED))
        .isEqualTo(FileTree.digests(Path.of(in(folder, "bpe")), DETERMINED));
  }

  @Test
  void tokenizesAndBackAndTellsOfIt() throws IOException {
    FileTree.copy(TinyRun.run().resolve("tokenizer"), Path.of(in(odd, "tokenizer")));
    FileTree.copy(TinyRun.run().resolve("tokenizer"), Path.of(in(folder, "tokenizer")));
    FileTree.copy(TinyRun.stories(), Path.of(in(folder, "stories")));
    oddStories();
    for (Path root : new Path[] {folder, odd}) {
      String tokens = in(root, "tokens");
      String tokenizer = in(root, "tokenizer");
      String input = in(root, "stories");
      call("tokenize", "--tokenizer", tokenizer, "--input", input, "--output", tokens);
      call("detokenize", "--tokens", tokens, "--output", in(root, "texts"));
      call("report", "--tokens", tokens + "," + tokens, "--output", in(root, "report"));
      String tokenizers = tokenizer + "," + TinyRun.run().resolve("tokenizer");
      call(
          "compare",
          "--tokenizers",
          tokenizers,
          "--input",
          input,
          "--output",
          in(root, "compared"));
    }
    assertSame("tokens");
    assertSame("texts");
    for (String file : new String[] {"report/stats.json", "compared/compare.json"}) {
      assertThat(figures(Path.of(in(odd, file))))
          .isEqualTo(figures(Path.of(in(folder, file))))
          .hasSizeGreaterThan(50);
    }
  }

  @Test
  void looksWhetherItCanBeWritten() {
    assertThat(CommandLineCall.of("doctor", "--output", in(odd, "out")).out())
        .contains("right   --output: file:" + odd + " can be written (driver)");
  }

  /** The stories in files of odd names, in an odd directory. */
  private String oddStories() throws IOException {
    Path stories = Path.of(in(odd, "stories"));
    if (!Files.exists(stories)) {
      FileTree.copy(TinyRun.stories(), stories);
      try (Stream<Path> files = Files.list(stories)) {
        for (Path file : files.toList()) {
          Files.move(file, file.resolveSibling(ODD + file.getFileName()));
        }
      }
    }
    return stories.toString();
  }

  /** In the plain folder the name as it is, in the odd one with odd characters before it. */
  private String in(Path root, String name) {
    return root.resolve(root.equals(odd) ? ODD + name : name).toString();
  }

  private void assertSame(String name) throws IOException {
    SortedMap<String, String> plain = FileTree.digests(Path.of(in(folder, name)), DETERMINED);
    assertThat(FileTree.digests(Path.of(in(odd, name)), DETERMINED)).isEqualTo(plain).isNotEmpty();
  }

  /** The lines of a JSON file without those that names of places or measured times stand in. */
  private static List<String> figures(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.matches(" *\"(name|input|reference|tokenizers|\\w*seconds)\" : .*"))
        .toList();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static void call(String... words) {
    CommandLineCall call = CommandLineCall.of(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
  }
}
