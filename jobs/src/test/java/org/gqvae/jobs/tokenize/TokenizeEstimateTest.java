package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.TinyRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeEstimateTest {
  @TempDir Path folder;

  @Test
  void tellsTheTokensOfASmallCorpusExactly() throws IOException {
    CommandLineCall plan = tokenize(TinyRun.stories(), "--dry-run");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(folder.resolve("out")).doesNotExist();

    assertThat(tokenize(TinyRun.stories()).exitCode()).isZero();
    TokensManifest manifest =
        TokensManifest.read(
            new org.apache.hadoop.fs.Path(folder.resolve("out").toString()), new Configuration());
    assertThat(plan.out())
        .contains(String.format(Locale.ROOT, "expects   %,d tokens, ", manifest.tokens()))
        .containsPattern("takes     0:00:\\d\\d on one core like this, at [0-9.]+ MB/s")
        .containsPattern(
            "memory    heap of each JVM: [0-9.]+ MB for vocabulary and words, and for each task 67.\\d MB");
  }

  @Test
  void tellsWhereThereIsNothingToReadFrom() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.txt"));
    CommandLineCall plan = tokenize(empty, "--dry-run");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("expects   0 tokens, 0.0 MB of Parquet", "takes     0:00:00");
  }

  private CommandLineCall tokenize(Path input, String... more) {
    Stream<String> words =
        Stream.of(
            "tokenize",
            "--tokenizer",
            TinyRun.run().resolve("tokenizer").toString(),
            "--input",
            input.toString(),
            "--output",
            folder.resolve("out").toString());
    return CommandLineCall.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }
}
