package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.WordCountsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of a hundred terabytes of text, each a billion times that of some stories. */
class LargeCountsTest {
  private static final long TIMES = 1_000_000_000;

  @TempDir Path folder;
  private Path few;
  private Path many;

  @BeforeEach
  void multiplyCounts() throws IOException {
    few = folder.resolve("few");
    many = folder.resolve("many");
    for (Path output : List.of(few, many)) {
      run(
          "count",
          "--set",
          "count.files=1",
          "--input",
          TinyRun.stories().toString(),
          "--output",
          output.toString());
    }
    Configuration hadoop = new Configuration();
    long most = 0;
    try (WordCountsFile.Reader from = WordCountsFile.open(words(few), hadoop);
        WordCountsFile.Writer to =
            WordCountsFile.create(
                new org.apache.hadoop.fs.Path(words(many), "part-00000.parquet"), hadoop)) {
      while (from.next()) {
        to.write(from.word(), from.count() * TIMES);
        most = Math.max(most, from.count() * TIMES);
      }
      to.commit();
    }
    assertThat(most).isGreaterThan(3_000_000_000L);
  }

  @Test
  void giveBpeTheSameTokens() throws IOException {
    assertThat(tokens(baseline("bpe", many))).isEqualTo(tokens(baseline("bpe", few)));
  }

  @Test
  void giveUnigramOneVocabularyWhateverTheirScale() throws IOException {
    assertThat(tokens(baseline("unigram", many))).hasSize(400 + 2);
  }

  @Test
  void giveTrainingTheSameTokens() throws IOException {
    assertThat(tokens(trained("many", many))).isEqualTo(tokens(trained("few", few)));
  }

  private Path baseline(String kind, Path words) {
    Path output = folder.resolve(kind + "-of-" + words.getFileName());
    run(
        "baseline",
        kind,
        "--vocabulary-size",
        "402",
        "--input",
        words.toString(),
        "--output",
        output.toString());
    return output;
  }

  private Path trained(String name, Path words) {
    Path output = folder.resolve("run-of-" + name);
    run(TinyRun.commandLine("train", "--input", words.toString(), "--output", output.toString()));
    return output.resolve("tokenizer");
  }

  private static void run(String... words) {
    CommandLineCall call = CommandLineCall.of(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  /** The literals in the order of their ids. */
  private static List<String> tokens(Path tokenizer) throws IOException {
    return Files.readAllLines(tokenizer.resolve("vocab.tsv")).stream()
        .map(line -> line.split("\t")[1])
        .toList();
  }

  private static org.apache.hadoop.fs.Path words(Path counted) {
    return new org.apache.hadoop.fs.Path(counted.toString(), WordCountsFile.DIRECTORY);
  }
}
