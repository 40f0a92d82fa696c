package org.gqvae.io.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.tokens.TokensManifest.RunCounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedFileTest {
  private static final String FIRST = "part-00000-of-00002.parquet";
  private static final String SECOND = "part-00001-of-00002.parquet";

  private final Configuration hadoop = new Configuration();
  private final List<String> warnings = new ArrayList<>();

  @TempDir Path directory;
  private TokensManifest manifest;

  @BeforeEach
  void writeFiles() throws IOException {
    manifest =
        TokensManifest.of(
            List.of(write(FIRST, "first"), write(SECOND, "other")),
            new RunCounts(2, 0, 0, 0, 0, 0, null, null),
            Optional.empty(),
            "ff",
            1);
  }

  @Test
  void areInTheOrderOfTheManifest() throws IOException {
    assertThat(listed())
        .extracting(file -> Path.of(file.path().substring("file:".length())))
        .containsExactly(directory.resolve(FIRST), directory.resolve(SECOND));
    assertThat(warnings).isEmpty();
    for (ListedFile file : listed()) {
      file.check(hadoop);
    }
  }

  @Test
  void arePassedOverWithAWarningWhereTheManifestDoesNotListThem() throws IOException {
    write("part-00000-of-00003.parquet", "of another run");
    write("notes.parquet", "no part");

    assertThat(listed()).hasSize(2);
    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith(" does not list: part-00000-of-00003.parquet");
  }

  @Test
  void areRefusedTogetherWhereTheyAreMissingOrOfAnotherLength() throws IOException {
    Files.delete(directory.resolve(FIRST));
    Files.writeString(directory.resolve(SECOND), "longer than before");

    assertThatThrownBy(this::listed)
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        missing -> assertThat(missing).contains("Missing ", FIRST, "--overwrite"),
                        longer ->
                            assertThat(longer)
                                .contains("Damaged ", SECOND, "has 18 bytes", "says 5")));
  }

  @Test
  void areRefusedWhereTheirNamesWereSwapped() throws IOException {
    Files.move(directory.resolve(FIRST), directory.resolve("aside"));
    Files.move(directory.resolve(SECOND), directory.resolve(FIRST));
    Files.move(directory.resolve("aside"), directory.resolve(SECOND));

    List<ListedFile> sameLengths = listed();
    assertThatThrownBy(() -> sameLengths.get(0).check(hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(FIRST + ": its SHA-256 is ");
  }

  @Test
  void areRefusedWhereTheyWentMeanwhile() throws IOException {
    List<ListedFile> listed = listed();
    Files.delete(directory.resolve(FIRST));

    assertThatThrownBy(() -> listed.get(0).check(hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Missing ");
  }

  private List<ListedFile> listed() throws IOException {
    return ListedFile.of(hadoopPath(""), manifest, warnings::add, hadoop);
  }

  private PartFile write(String name, String content) throws IOException {
    AtomicFile.Written written =
        AtomicFile.write(hadoopPath(name), content.getBytes(UTF_8), hadoop);
    TokenTotals totals = new TokenTotals(1, 0, 1, 5, 5, 1, 2, 0, 0, 0);
    return new PartFile(name, written.bytes(), written.sha256(), totals, Map.of());
  }

  private org.apache.hadoop.fs.Path hadoopPath(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }
}
