package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gqvae.io.corpus.Corpora.HADOOP;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusInventoryTest {
  @TempDir Path directory;
  private org.apache.hadoop.fs.Path run;

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    run = new org.apache.hadoop.fs.Path(directory.resolve("run").toUri());
  }

  @Test
  void filesThatCameWentOrChangedAreCountedAndTheFirstNamed() throws IOException {
    write("gone.txt", "x");
    write("larger.txt", "x");
    write("edited.txt", "x".repeat(200_000) + "y");
    write("same.txt", "x");
    input().write(run, HADOOP);
    Files.delete(directory.resolve("in/gone.txt"));
    write("larger.txt", "x".repeat(1_000));
    write("edited.txt", "x".repeat(200_000) + "z");
    Files.setLastModifiedTime(directory.resolve("in/same.txt"), FileTime.fromMillis(1));
    for (int i = 0; i < 12; i++) {
      write("new-%02d.txt".formatted(i), "x");
    }

    assertThat(input().changesSince(run, HADOOP))
        .hasValue(
            "12 files added: new-00.txt, new-01.txt, new-02.txt, ...; 1 file gone: gone.txt; "
                + "1 file of another length: larger.txt (1 bytes then, 1,000 now); "
                + "1 file of the same length with another text: edited.txt");
  }

  @Test
  void namesStandInOneLine() throws IOException {
    write("x\ty\nz\\x0a.txt", "x");
    CorpusInventory input = input();
    input.write(run, HADOOP);
    assertThat(input.changesSince(run, HADOOP)).hasValue("");
    Files.createDirectories(directory.resolve("empty"));

    assertThat(
            CorpusInventory.of(CorpusSpec.of(directory.resolve("empty").toString()), HADOOP)
                .changesSince(run, HADOOP))
        .hasValue("1 file gone: x\\x09y\\x0az\\\\x0a.txt");
  }

  @Test
  void whatIsMissingOrDamagedTellsNothing() throws IOException {
    write("a.txt", "a");
    CorpusInventory input = input();
    assertThat(input.changesSince(run, HADOOP)).isEmpty();
    input.write(run, HADOOP);
    assertThat(input.changesSince(run, HADOOP)).isPresent();
    Path file = directory.resolve("run/" + CorpusInventory.FILE_NAME);
    byte[] bytes = Files.readAllBytes(file);
    for (byte[] damaged :
        new byte[][] {
          Arrays.copyOf(bytes, bytes.length / 2),
          Corpora.utf8("no gzip"),
          Corpora.compress(Corpora.utf8("1\t2\n"), Compression.GZIP)
        }) {
      Files.write(file, damaged);
      assertThat(input.changesSince(run, HADOOP)).isEmpty();
    }
  }

  @Test
  void theSameInputGivesTheSameFile() throws IOException {
    write("a.txt", "a");
    input().write(run, HADOOP);
    byte[] bytes = Files.readAllBytes(directory.resolve("run/" + CorpusInventory.FILE_NAME));
    Files.setLastModifiedTime(directory.resolve("in/a.txt"), FileTime.fromMillis(1));
    input().write(run, HADOOP);

    assertThat(directory.resolve("run/" + CorpusInventory.FILE_NAME)).hasBinaryContent(bytes);
  }

  private CorpusInventory input() {
    return CorpusInventory.of(CorpusSpec.of(directory.resolve("in").toString()), HADOOP);
  }

  private void write(String name, String text) {
    Corpora.write(directory.resolve("in/" + name), text);
  }
}
