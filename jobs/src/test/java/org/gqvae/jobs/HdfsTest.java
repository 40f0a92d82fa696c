package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.tokens.TokensManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All verbs read from HDFS and write to it what they write to a disk. */
class HdfsTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir static Path folder;
  private static MiniDFSCluster cluster;
  private static String root;

  @BeforeAll
  static void start() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    root = cluster.getURI().toString();
    cluster
        .getFileSystem()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(TinyRun.stories().toUri()),
            new org.apache.hadoop.fs.Path(root + "/stories"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void givesTheSameFilesAsADisk() throws IOException {
    String stories = root + "/stories";
    call(TinyRun.commandLine("train", "--input", stories, "--output", root + "/run"));
    String local = TinyRun.run().resolve("tokenizer").toString();
    assertThat(fingerprint(root + "/run/tokenizer")).isEqualTo(fingerprint(local));

    List<String> split = List.of("--set", "input.split-bytes=50kB", "--verify", "all");
    tokenize(local, TinyRun.stories().toString(), folder + "/tokens", split);
    tokenize(root + "/run/tokenizer", stories, root + "/tokens", split);
    assertThat(parts(root + "/tokens")).hasSizeGreaterThan(2).isEqualTo(parts(folder + "/tokens"));

    call("detokenize", "--tokens", root + "/tokens", "--output", root + "/texts");
    call("report", "--tokens", root + "/tokens", "--output", root + "/report");
    FileSystem files = cluster.getFileSystem();
    for (String file : List.of("/texts/part-00000.jsonl", "/report/report.html")) {
      assertThat(files.getFileStatus(new org.apache.hadoop.fs.Path(root + file)).getLen())
          .as(file)
          .isPositive();
    }
  }

  private static void tokenize(
      String tokenizer, String input, String output, List<String> options) {
    call(
        Stream.concat(
                Stream.of(
                    "tokenize", "--tokenizer", tokenizer, "--input", input, "--output", output),
                options.stream())
            .toArray(String[]::new));
  }

  private static void call(String... words) {
    CommandLineCall call = CommandLineCall.of(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  private static String fingerprint(String tokenizer) throws IOException {
    return TokenizerDirectory.read(new org.apache.hadoop.fs.Path(tokenizer), HADOOP)
        .manifest()
        .fingerprint();
  }

  /** The checksums of part files by name. */
  private static Map<String, String> parts(String tokens) throws IOException {
    return TokensManifest.read(new org.apache.hadoop.fs.Path(tokens), HADOOP).files().stream()
        .collect(
            Collectors.toMap(
                TokensManifest.Part::name,
                TokensManifest.Part::sha256,
                (one, other) -> one,
                TreeMap::new));
  }
}
