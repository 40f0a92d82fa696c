package org.gqvae.io.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.tokens.TokensManifest.RunCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensManifestTest {
  private static final List<PartFile> FILES =
      List.of(
          new PartFile(
              "part-00000-of-00002.parquet", 900, "aa", totals(3, 1, 4, 30, 17, 3), Map.of()),
          new PartFile(
              "part-00001-of-00002.parquet", 800, "bb", totals(2, 0, 2, 10, 4, 1), Map.of()));

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void addsTheFilesUpUnderTheContractsKeys() throws IOException {
    manifest(new RunCounts(6, 1, 1, 3, 77, 2, 5L, 0L)).write(path(), hadoop);

    assertThat(directory.resolve("_manifest.json"))
        .hasContent(
            """
            {
              "documents_in": 6,
              "documents_out": 5,
              "failed": 1,
              "rejects_kept": 1,
              "skipped_files": 3,
              "empty": 1,
              "chunks": 6,
              "source_bytes": 77,
              "bytes_in": 40,
              "chars_in": 40,
              "words": 21,
              "tokens": 21,
              "special_tokens": 4,
              "table_misses": 2,
              "verified_documents": 5,
              "mismatches": 0,
              "seconds": 1.5,
              "fingerprint": "ff",
              "files": [
                {
                  "name": "part-00000-of-00002.parquet",
                  "rows": 4,
                  "tokens": 20,
                  "bytes": 900,
                  "sha256": "aa"
                },
                {
                  "name": "part-00001-of-00002.parquet",
                  "rows": 2,
                  "tokens": 5,
                  "bytes": 800,
                  "sha256": "bb"
                }
              ]
            }
            """);
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    TokensManifest manifest = manifest(new RunCounts(5, 0, 0, 3, 77, 2, null, null));
    manifest.write(path(), hadoop);

    assertThat(TokensManifest.read(path(), hadoop)).isEqualTo(manifest);
  }

  @Test
  void keepsAllRejectsWhereItDoesNotSay() throws IOException {
    TokensManifest manifest = manifest(new RunCounts(7, 2, 2, 3, 77, 2, null, null));
    manifest.write(path(), hadoop);
    java.nio.file.Path file = directory.resolve("_manifest.json");
    Files.writeString(file, Files.readString(file).replace("  \"rejects_kept\": 2,\n", ""));

    assertThat(TokensManifest.read(path(), hadoop)).isEqualTo(manifest);
  }

  @Test
  void keepsNoMoreRejectsThanThereAre() {
    assertThat(manifest(new RunCounts(6, 1, 2, 3, 77, 2, null, null)).problems())
        .containsExactly("rejects_kept 2 is over failed 1");
  }

  @Test
  void tellsOfPackedFilesHowTheyWerePacked() throws IOException {
    TokensManifest manifest = packed(5, new RunCounts(5, 0, 0, 3, 77, 2, null, null));
    manifest.write(path(), hadoop);

    assertThat(Files.readString(directory.resolve("_manifest.json")))
        .contains(
            """
              "special_tokens": 8,
              "packing": {
                "length": 5,
                "method": "best-fit",
                "pad_tokens": 3,
                "pad_share": 0.1,
                "cut_documents": 1,
                "cut_share": 0.2
              },
              "table_misses": 2,
            """);
    assertThat(TokensManifest.read(path(), hadoop)).isEqualTo(manifest);
  }

  @Test
  void refusesRowsThatAreNotFull() {
    TokensManifest manifest = packed(7, new RunCounts(5, 0, 0, 3, 77, 2, null, null));

    assertThatThrownBy(() -> manifest.write(path(), hadoop))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("tokens 22 + special_tokens 8 is not chunks 6 of length 7. ");
  }

  @Test
  void refusesToLoseADocument() {
    TokensManifest manifest = manifest(new RunCounts(7, 1, 1, 3, 77, 2, null, null));

    assertThatThrownBy(() -> manifest.write(path(), hadoop))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith(
            "Token columns do not add up: documents_in 7 is not documents_out 5 + failed 1. ");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesAMissingOrDamagedFileInOneLine() throws IOException {
    assertRefused("Missing ");
    manifest(new RunCounts(5, 0, 0, 3, 77, 2, null, null)).write(path(), hadoop);
    java.nio.file.Path file = directory.resolve("_manifest.json");
    String whole = Files.readString(file);

    for (String damaged :
        List.of(
            "",
            "null",
            whole.substring(0, whole.length() / 2),
            whole + "{}",
            whole.replace("\"empty\": 1,", ""),
            whole.replace("\"empty\": 1,", "\"empty\": 1, \"empty\": 1,"),
            whole.replace("\"empty\": 1,", "\"empty\": 1.5,"),
            whole.replace("\"empty\": 1,", "\"empty\": 1, \"strange\": 1,"),
            whole.replace("\"empty\": 1,", "\"empty\": \"1\","),
            whole.replace("\"empty\": 1,", "\"empty\": 9,"),
            whole.replace("\"ff\"", "null"))) {
      Files.writeString(file, damaged);
      assertRefused("Damaged ");
    }
  }

  private void assertRefused(String start) {
    assertThatThrownBy(() -> TokensManifest.read(path(), hadoop))
        .isInstanceOf(UsageException.class)
        .message()
        .startsWith(start)
        .endsWith("expected the output of a finished `gqvae tokenize`")
        .doesNotContain("\n")
        .doesNotContain("org.gqvae");
  }

  private static TokensManifest manifest(RunCounts counts) {
    return TokensManifest.of(FILES, counts, Optional.empty(), "ff", 1.5);
  }

  private static TokensManifest packed(int length, RunCounts counts) {
    TokenTotals totals = new TokenTotals(5, 0, 6, 40, 40, 22, 22, 8, 3, 1);
    PartFile file = new PartFile("part-00000-of-00001.parquet", 900, "aa", totals, Map.of());
    Packing packing = new Packing(length, PackMethod.BEST_FIT, 100, 300, 301);
    return TokensManifest.of(List.of(file), counts, Optional.of(packing), "ff", 1.5);
  }

  private static TokenTotals totals(
      long documents, long empty, long chunks, long bytes, long tokens, long specialTokens) {
    return new TokenTotals(
        documents, empty, chunks, bytes, bytes, tokens, tokens, specialTokens, 0, 0);
  }

  private Path path() {
    return new Path(directory.toUri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "/etc/passwd",
        "../part-00000-of-00002.parquet",
        "part-00000-of-00002.parquet/../../x",
        "hdfs://host/part-00000-of-00002.parquet",
        "",
        "part-99999-of-00002.parquet"
      })
  void refusesNamesThatLeadElsewhere(String name) throws IOException {
    manifest(new RunCounts(6, 1, 1, 3, 77, 2, 5L, 0L)).write(path(), hadoop);
    java.nio.file.Path file = directory.resolve("_manifest.json");
    Files.writeString(
        file,
        Files.readString(file).replace("\"part-00000-of-00002.parquet\"", "\"" + name + "\""));
    assertThatThrownBy(() -> TokensManifest.read(path(), hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Damaged ")
        .hasMessageContaining("Invalid name of a file: " + name + ", expected part-NNNNN-of-");
  }
}
