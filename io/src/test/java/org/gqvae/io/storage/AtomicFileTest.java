package org.gqvae.io.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void appearsOnlyWhenCommitted() throws IOException {
    try (AtomicFile file = AtomicFile.create(path("a.txt"), hadoop)) {
      file.stream().write("abc".getBytes(UTF_8));
      assertThat(names()).singleElement().asString().startsWith(".a.txt.").endsWith(".tmp");
      file.commit();
    }
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void leavesNothingWhenGivenUp() throws IOException {
    try (AtomicFile file = AtomicFile.create(path("a.txt"), hadoop)) {
      file.stream().write(1);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void replacesAWholeFile() throws IOException {
    AtomicFile.write(path("a.txt"), "old".getBytes(UTF_8), hadoop);
    AtomicFile.write(path("a.txt"), "new".getBytes(UTF_8), hadoop);

    assertThat(directory.resolve("a.txt")).hasContent("new");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void letsTwoAttemptsAtOneFileOverlap() throws IOException {
    try (AtomicFile first = AtomicFile.create(path("a"), hadoop);
        AtomicFile second = AtomicFile.create(path("a"), hadoop)) {
      first.stream().write(7);
      second.stream().write(7);
      first.commit();
      second.commit();
    }
    assertThat(names()).containsExactly("a");
  }

  @Test
  void leavesTheFileThatStandsWhenItsOwnWasSwept() throws IOException {
    AtomicFile.write(path("a"), "whole".getBytes(UTF_8), hadoop);
    try (AtomicFile late = AtomicFile.create(path("a"), hadoop)) {
      late.stream().write(1);
      Storage.sweep(path(""), hadoop);

      assertThatThrownBy(late::commit).isInstanceOf(IOException.class);
    }
    assertThat(directory.resolve("a")).hasContent("whole");
  }

  @Test
  void tellsLengthAndDigestOfWhatWasWritten() throws IOException {
    AtomicFile.Written written = AtomicFile.write(path("a"), "abc".getBytes(UTF_8), hadoop);

    assertThat(written.bytes()).isEqualTo(3);
    assertThat(written.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .isEqualTo(Storage.sha256(path("a"), hadoop));
  }

  @Test
  void refusesToReplaceADirectory() throws IOException {
    Files.createDirectory(directory.resolve("a"));

    assertThatThrownBy(() -> AtomicFile.write(path("a"), new byte[1], hadoop))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot rename");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void sweepsOnlyWhatIsUnfinished() throws IOException {
    AtomicFile.write(path("part-00000-of-00001.parquet"), new byte[1], hadoop);
    Files.createFile(directory.resolve(".hidden.tmp"));
    Path unfinished = TemporaryName.beside(path("b"));
    Files.createFile(directory.resolve(unfinished.getName()));

    assertThat(Storage.sweep(path(""), hadoop)).containsExactly(unfinished.getName());
    assertThat(names()).containsExactly(".hidden.tmp", "part-00000-of-00001.parquet");
  }

  @Test
  void listsVisibleFilesInTheOrderOfTheirNames() throws IOException {
    for (String name : List.of("b", "a", "_c", ".d")) {
      AtomicFile.write(path(name), new byte[1], hadoop);
    }
    assertThat(Storage.visibleFiles(path(""), hadoop))
        .extracting(file -> file.getPath().getName())
        .containsExactly("a", "b");
  }

  @Test
  void knowsWhereAnOutputMayBeWritten() throws IOException {
    assertThat(Storage.isVacant(path("none"), hadoop)).isTrue();
    assertThat(Storage.isVacant(path(""), hadoop)).isTrue();
    AtomicFile.write(path("a"), new byte[1], hadoop);
    assertThat(Storage.isVacant(path(""), hadoop)).isFalse();
    assertThat(Storage.isVacant(path("a"), hadoop)).isFalse();
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }

  private List<String> names() throws IOException {
    try (Stream<java.nio.file.Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
