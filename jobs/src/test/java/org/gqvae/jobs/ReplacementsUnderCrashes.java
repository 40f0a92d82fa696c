package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.Checkpoint;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.report.ReportJob;
import org.gqvae.jobs.report.ReportSettings;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What replacing files leaves that is killed in its midst, at each change that it makes: the whole
 * old output, the whole new one, or one that is refused with what to do. Doing it again gives the
 * whole new one. File systems differ in this, so that it is tested on each.
 */
abstract class ReplacementsUnderCrashes {
  @TempDir java.nio.file.Path folder;

  Configuration hadoop;
  Path root;

  @BeforeEach
  void openTheFileSystem() {
    TinyRun.run();
    hadoop = spark().sparkContext().hadoopConfiguration();
    root = root(hadoop);
  }

  /** A directory of a file system that kills. */
  abstract Path root(Configuration hadoop);

  /** What a reader finds: something that equals only itself. */
  @FunctionalInterface
  interface Reader {
    Object read(Path output) throws IOException;
  }

  @FunctionalInterface
  interface Verb {
    void write(Path output, OutputMode mode) throws IOException;
  }

  @Test
  void reportReplacesEachFileWholly() throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    fixture.writeLines(20);
    fixture.tokenize(spark(), "one", OutputMode.REFUSE);
    fixture.writeLines(30);
    fixture.tokenize(spark(), "two", OutputMode.REFUSE);
    assertReplaces(
        (output, mode) -> report("one", output, mode),
        (output, mode) -> report("two", output, mode),
        output -> Storage.sha256(new Path(output, "report.html"), hadoop),
        output -> Storage.sha256(new Path(output, "stats.json"), hadoop));
  }

  @Test
  void distillReplacesATokenizerWholly() throws IOException {
    new TokenizeFixture(folder);
    TokenizerArtifact small =
        TokenizerDirectory.read(new Path(folder.resolve("tokenizer").toString()), hadoop);
    TokenizerArtifact large =
        TokenizerDirectory.read(new Path(TinyRun.run().resolve("tokenizer").toString()), hadoop);
    for (List<TokenizerArtifact> order : List.of(List.of(small, large), List.of(large, small))) {
      assertReplaces(
          (output, mode) -> TokenizerDirectory.write(output, order.get(0), hadoop),
          (output, mode) -> TokenizerDirectory.write(output, order.get(1), hadoop),
          output -> TokenizerDirectory.read(output, hadoop).manifest().fingerprint());
    }
  }

  @Test
  void trainAlwaysKeepsAWholeCheckpoint() throws IOException {
    Checkpoints checkpoints = new Checkpoints(new Path(root, "checkpoints"), hadoop);
    int changes =
        CrashPoints.each(
            () -> {
              files().delete(root, true);
              checkpoints.save(checkpoint(1), 1);
            },
            () -> checkpoints.save(checkpoint(2), 1),
            killed -> {
              assertThat(newest(checkpoints)).as(killed).isIn(1, 2);
              checkpoints.save(checkpoint(2), 1);
              assertThat(newest(checkpoints)).as(killed).isEqualTo(2);
              assertThat(tree(root).keySet())
                  .as(killed)
                  .hasSize(4)
                  .allMatch(name -> name.startsWith("checkpoints/round-0002/"));
            });
    assertThat(changes).isGreaterThan(12);
  }

  private static Checkpoint checkpoint(int round) {
    return new Checkpoint(round, round, round, new float[] {round}, new float[] {-round});
  }

  private static int newest(Checkpoints checkpoints) throws IOException {
    Checkpoint newest = checkpoints.latest(warning -> {}).orElseThrow();
    assertThat(newest.parameters()).containsExactly(newest.round());
    return newest.round();
  }

  /**
   * Kills a verb in the midst of replacing an output.
   *
   * @param readers fail by a {@link UsageException} or {@link JobFailedException} where what they
   *     read is not whole
   */
  void assertReplaces(Verb old, Verb verb, Reader... readers) throws IOException {
    Path kept = new Path(root, "kept");
    Path fresh = new Path(root, "fresh");
    Path output = new Path(root, "out");
    files().delete(kept, true);
    files().delete(fresh, true);
    old.write(kept, OutputMode.REFUSE);
    verb.write(fresh, OutputMode.REFUSE);
    for (Reader reader : readers) {
      assertThat(reader.read(fresh)).isNotEqualTo(reader.read(kept));
    }
    int changes =
        CrashPoints.each(
            () -> {
              files().delete(output, true);
              FileUtil.copy(files(), kept, files(), output, false, hadoop);
            },
            () -> verb.write(output, OutputMode.OVERWRITE),
            killed -> {
              for (Reader reader : readers) {
                assertThat(found(reader, output))
                    .as(killed)
                    .isIn(Optional.empty(), found(reader, kept), found(reader, fresh));
              }
              verb.write(output, OutputMode.OVERWRITE);
              assertThat(tree(output)).as(killed).isEqualTo(tree(fresh));
              assertThat(files().listStatus(root))
                  .as(killed)
                  .noneMatch(entry -> entry.getPath().getName().endsWith(".tmp"));
            });
    assertThat(changes).isGreaterThan(3);
  }

  Optional<Object> found(Reader reader, Path output) {
    try {
      return Optional.of(reader.read(output));
    } catch (UsageException | JobFailedException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One core, so that no other task goes on where one was killed. */
  static SparkSession spark() {
    return LocalSpark.session("local[1]");
  }

  private void report(String tokens, Path output, OutputMode mode) {
    var reader = LocalSpark.settings();
    new ReportJob(
            spark(),
            ReportSettings.read(
                reader,
                List.of(folder.resolve(tokens).toString()),
                new OutputDirectory(output.toString(), mode, ReportJob.OWN_NAMES, false)))
        .run();
  }

  FileSystem files() throws IOException {
    return root.getFileSystem(hadoop);
  }

  /** SHA-256 by path below a directory, but of what tells times. */
  SortedMap<String, String> tree(Path directory) {
    SortedMap<String, String> tree = new TreeMap<>();
    try {
      if (files().exists(directory)) {
        addTree(tree, directory, "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  private void addTree(SortedMap<String, String> tree, Path directory, String above)
      throws IOException {
    for (FileStatus entry : files().listStatus(directory)) {
      String name = above + entry.getPath().getName();
      if (entry.isDirectory()) {
        addTree(tree, entry.getPath(), name + "/");
      } else {
        tree.put(
            name, name.equals("_manifest.json") ? "" : Storage.sha256(entry.getPath(), hadoop));
      }
    }
  }
}
