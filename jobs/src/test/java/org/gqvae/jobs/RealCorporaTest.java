package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real text and hostile files, tokenized and decoded again, all of them. */
class RealCorporaTest {
  private static Path corpora;

  @TempDir Path folder;

  @BeforeAll
  static void lookForThem() {
    corpora = Needed.corpora("");
  }

  @Test
  void everyDocumentOfRealTextRoundTrips() throws IOException {
    TokensManifest manifest = tokenize(corpora + "/*.jsonl", 0);
    assertThat(manifest.documentsIn()).isGreaterThan(9_000);
    assertThat(manifest.failed()).isZero();
    assertAllVerified(manifest);
  }

  @Test
  void everyHostileFileRoundTripsAsItsBytes() throws IOException {
    TokensManifest manifest = tokenize(corpora + "/hostile", 0, "--document", "file");
    try (Stream<Path> files = Files.list(corpora.resolve("hostile"))) {
      List<Path> all = files.toList();
      assertThat(manifest.documentsOut()).isEqualTo(all.size());
      assertThat(manifest.bytesIn())
          .isEqualTo(all.stream().mapToLong(file -> file.toFile().length()).sum());
    }
    assertAllVerified(manifest);
  }

  @Test
  void everyLineOfHostileTextRoundTrips() throws IOException {
    assertAllVerified(tokenize(corpora + "/hostile/*.txt", 0));
  }

  @Test
  void hazardousLinesAreRejectedOneByOne() throws IOException {
    TokensManifest manifest = tokenize(corpora + "/hostile/jsonl_hazards.jsonl", 3);
    assertThat(manifest.documentsIn()).isEqualTo(manifest.documentsOut() + manifest.failed());
    assertAllVerified(manifest);
    Path rejects = folder.resolve("out/_rejects/part-00000.jsonl");
    assertThat(Files.readAllLines(rejects))
        .hasSize((int) manifest.failed())
        .allSatisfy(
            line -> assertThat(line).contains("\"offset\"", "\"reason\"", "\"raw_base64\""));
  }

  private static void assertAllVerified(TokensManifest manifest) {
    assertThat(manifest.verifiedDocuments()).isEqualTo(manifest.documentsOut()).isPositive();
    assertThat(manifest.mismatches()).isZero();
  }

  private TokensManifest tokenize(String input, int exitCode, String... more) throws IOException {
    String output = folder.resolve("out").toString();
    Stream<String> words =
        Stream.of(
            "tokenize",
            "--tokenizer",
            TinyRun.run().resolve("tokenizer").toString(),
            "--input",
            input,
            "--output",
            output,
            "--verify",
            "all");
    CommandLineCall call =
        CommandLineCall.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
    assertThat(call.exitCode()).as(call.err()).isEqualTo(exitCode);
    return TokensManifest.read(new org.apache.hadoop.fs.Path(output), new Configuration());
  }
}
