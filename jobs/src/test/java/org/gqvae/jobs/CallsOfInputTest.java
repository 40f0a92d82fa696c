package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often commands ask a file system for what is at an input. */
class CallsOfInputTest {
  @TempDir Path folder;
  private final List<Path> directories = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  @BeforeEach
  void writeCorpus() throws IOException {
    LocalSpark.stop(); // the next session knows the property
    System.setProperty(CountingDisk.PROPERTY, CountingDisk.class.getName());
    for (String name : List.of("in", "in/a", "in/b", "in/b/c")) {
      directories.add(Files.createDirectories(folder.resolve(name)));
    }
    for (Path directory : directories) {
      for (int i = 0; i < 5; i++) {
        files.add(Files.writeString(directory.resolve(i + ".txt"), "one two\n"));
      }
    }
    CountingDisk.reset();
  }

  @AfterEach
  void forgetTheDisk() {
    LocalSpark.stop();
    System.clearProperty(CountingDisk.PROPERTY);
  }

  @Test
  void countingListsTwiceAndOpensEachFileOnce() {
    done(
        "count",
        "--input",
        CountingDisk.directory(folder.resolve("in")),
        "--output",
        folder.resolve("counted").toString());

    assertListed();
    assertOpened(1);
  }

  @Test
  void tokenizingListsTwiceAndOpensEachFileOnceToReadAndOnceForTheFingerprint() throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    done(
        "tokenize",
        "--tokenizer",
        folder.resolve("tokenizer").toString(),
        "--input",
        CountingDisk.directory(folder.resolve("in")),
        "--output",
        folder.resolve("tokens").toString());

    assertListed();
    assertOpened(2);
  }

  @Test
  void aPlanListsOnceAndOpensOneFile() {
    done(
        "count",
        "--dry-run",
        "--input",
        CountingDisk.directory(folder.resolve("in")),
        "--output",
        folder.resolve("counted").toString());

    assertThat(directories)
        .allSatisfy(directory -> assertThat(CountingDisk.calls("list", directory)).isEqualTo(1));
    assertThat(files.stream().filter(file -> CountingDisk.calls("open", file) > 0))
        .containsExactly(files.get(0));
    assertThat(files).allSatisfy(file -> assertThat(CountingDisk.calls("status", file)).isZero());
  }

  /** Once at the beginning, and once in the end, to see that nothing has changed. */
  private void assertListed() {
    assertThat(directories)
        .allSatisfy(directory -> assertThat(CountingDisk.calls("list", directory)).isEqualTo(2));
  }

  /** The first file once more, to see what it holds; each is looked at before and after reading. */
  private void assertOpened(int times) {
    assertThat(files)
        .allSatisfy(
            file -> {
              int first = file.equals(files.get(0)) ? 1 : 0;
              assertThat(CountingDisk.calls("open", file)).isEqualTo(times + first);
              assertThat(CountingDisk.calls("status", file)).isEqualTo(2);
            });
  }

  private static void done(String... words) {
    CommandLineCall call = CommandLineCall.of(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
  }
}
