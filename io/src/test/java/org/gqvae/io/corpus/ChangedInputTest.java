package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.utf8;
import static org.gqvae.io.corpus.Corpora.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.failure.JobFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChangedInputTest {
  private static final FileTime LISTED = FileTime.fromMillis(1_700_000_000_123L);

  @TempDir Path directory;
  private Path file;
  private CorpusSpec spec;
  private CorpusPlan plan;

  /** What can become of a file while a command runs. */
  private enum Change {
    GROWS("6 bytes of"),
    SHRINKS("2 bytes of"),
    IS_REPLACED("4 bytes of 2023-11-14T22:13:21.123Z");

    private final String told;

    Change(String told) {
      this.told = told;
    }

    void make(Path file) throws IOException {
      switch (this) {
        case GROWS -> Files.write(file, utf8("c\n"), StandardOpenOption.APPEND);
        case SHRINKS -> Files.write(file, utf8("a\n"));
        case IS_REPLACED -> {
          Path other = write(file.resolveSibling("_other"), "c\nd\n");
          Files.setLastModifiedTime(other, FileTime.fromMillis(LISTED.toMillis() + 1000));
          Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  @BeforeEach
  void listACorpus() throws IOException {
    file = write(directory.resolve("in/a.txt"), "a\nb\n");
    Files.setLastModifiedTime(file, LISTED);
    spec = CorpusSpec.of(directory.resolve("in").toString());
    plan = CorpusReader.plan(spec, HADOOP);
  }

  @ParameterizedTest
  @EnumSource
  void isNoticedBeforeTheFirstRecord(Change change) throws IOException {
    change.make(file);

    try (CorpusReader records = CorpusReader.open(plan.splits().get(0), spec, HADOOP)) {
      assertThatThrownBy(records::hasNext).satisfies(thrown -> assertTold(thrown, change));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNoticedBehindTheLastRecord(Change change) throws IOException {
    try (CorpusReader records = CorpusReader.open(plan.splits().get(0), spec, HADOOP)) {
      assertThat(records.next()).isEqualTo(new Document("a.txt#0", utf8("a")));
      change.make(file);
      assertThatThrownBy(() -> records.forEachRemaining(record -> {}))
          .satisfies(thrown -> assertTold(thrown, change));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNoticedInTheEnd(Change change) throws IOException {
    change.make(file);

    assertThatThrownBy(() -> plan.checkUnchanged(warning -> {}, HADOOP))
        .satisfies(thrown -> assertTold(thrown, change));
  }

  @Test
  void filesThatAreGoneFailAndFilesThatHaveComeAreTold() throws IOException {
    List<String> warnings = new ArrayList<>();
    plan.checkUnchanged(warnings::add, HADOOP);
    assertThat(warnings).isEmpty();

    write(directory.resolve("in/b.txt"), "c\n");
    plan.checkUnchanged(warnings::add, HADOOP);
    assertThat(warnings)
        .containsExactly(
            "Files have come to "
                + spec.input()
                + " since the command began and are not read (1, the first is b.txt)");

    Files.delete(file);
    assertThatThrownBy(() -> plan.checkUnchanged(warnings::add, HADOOP))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith(
            "Cannot read file:" + file + ": it is gone since the command began.");
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000123, 1700000000123, true",
    "1700000000123, 1700000000000, true",
    "1700000000000, 1700000000123, true",
    "1700000000123, 1700000000124, false",
    "1700000000123, 1700000001000, false",
    "1700000000000, 1700000001000, false"
  })
  void timesInWholeSecondsAreComparedBySeconds(long listed, long now, boolean isSame) {
    var path = new org.apache.hadoop.fs.Path("s3a://bucket/a.txt");
    FileState state = new FileState(4, listed);

    if (isSame) {
      state.check(path, new FileState(4, now));
    } else {
      assertThatThrownBy(() -> state.check(path, new FileState(4, now)))
          .isInstanceOf(JobFailedException.class);
    }
  }

  private void assertTold(Throwable thrown, Change change) {
    assertThat(thrown)
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith(
            "Cannot read file:%s: it has changed since the command began (4 bytes of 2023-11-14T22:13:20.123Z, now %s",
            file, change.told)
        .hasMessageEndingWith("). Run the command again when nothing writes to the input");
  }
}
