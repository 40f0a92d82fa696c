package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a disk of 64 kB, each in a process of its own. */
class DiskFailureIT {
  private static final String FULL = ".* \\(?No space left on device\\)?\\. ";

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mountADisk() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(mount("-t", "tmpfs", "-o", "size=64k", "tmpfs").exitCode())
        .as("only root can mount a disk")
        .isZero();
    Files.write(
        folder.resolve("in.txt"), IntStream.range(0, 60_000).mapToObj(i -> "word" + i).toList());
  }

  @AfterEach
  void unmountTheDisk() throws Exception {
    Command.run(folder, List.of("umount", disk.toString()));
  }

  @Test
  void sayThatTheDiskOfTheOutputIsFull() throws Exception {
    assertFailed(
        count("disk/out"),
        FULL + "The disk of the output is full: free space there, or choose another by --output");
  }

  @Test
  void sayThatSparksLocalDiskIsFull() throws Exception {
    assertFailed(
        count("out", "-Dspark.local.dir=" + disk),
        FULL
            + "Spark's local disk \\(spark\\.local\\.dir\\) is full: free space there,"
            + " or choose another by --conf spark\\.local\\.dir=DIR");
  }

  @Test
  void refuseALocalDiskThatCannotBeWritten() throws Exception {
    assertThat(mount("-o", "remount,ro").exitCode()).isZero();
    Command refused = count("out", "-Dspark.local.dir=" + disk);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("gqvae: Invalid spark.local.dir: " + disk + " (")
        .endsWith(
            "Read-only file system), expected a directory with free space that can be"
                + " written. Give one by --conf spark.local.dir=DIR\n")
        .hasLineCount(1);
  }

  @Test
  void sayThatTheOutputIsReadOnly() throws Exception {
    assertThat(mount("-o", "remount,ro").exitCode()).isZero();
    assertFailed(
        count("disk/out"),
        "Cannot write the output disk/out: .*The disk of the output .*, or choose another by"
            + " --output");
  }

  @Test
  void sayThatAFileMustNotBeSoLarge() throws Exception {
    List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "-"));
    limited.addAll(words("out"));
    assertFailed(
        Command.run(folder, limited), ".*File too large.* raise the limit \\(ulimit -f\\).*");
  }

  private Command count(String output, String... properties) throws Exception {
    List<String> words = words(output);
    words.addAll(1, List.of(properties));
    return Command.run(folder, words);
  }

  private List<String> words(String output) {
    return new ArrayList<>(
        Command.inAJvm(List.of("count", "--quiet", "--input", "in.txt", "--output", output)));
  }

  private Command mount(String... options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("mount"));
    words.addAll(List.of(options));
    words.add(disk.toString());
    return Command.run(folder, words);
  }

  private static void assertFailed(Command command, String message) {
    assertThat(command.exitCode()).as(command.err()).isEqualTo(1);
    assertThat(command.err()).matches("gqvae: " + message + "\n");
  }
}
