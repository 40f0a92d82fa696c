package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.TokensManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All verbs read from HDFS and write to it what they write to a disk, for a user who may write
 * below a home directory alone.
 */
class HdfsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final UserGroupInformation USER =
      UserGroupInformation.createUserForTesting("alice", new String[] {"writers"});

  @TempDir static Path folder;
  private static MiniDFSCluster cluster;
  private static String root;
  private static String home;

  @BeforeAll
  static void start() throws IOException {
    Path stories = TinyRun.stories();
    LocalSpark.stop(); // the next one is the user's
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    root = cluster.getURI().toString();
    home = root + "/user/alice";
    FileSystem files = cluster.getFileSystem();
    org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(home);
    files.mkdirs(directory);
    files.setOwner(directory, "alice", "writers");
    files.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(stories.toUri()),
        new org.apache.hadoop.fs.Path(root + "/stories"));
  }

  @AfterAll
  static void stop() {
    LocalSpark.stop();
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void givesTheSameFilesAsADisk() throws IOException {
    String stories = root + "/stories";
    call(TinyRun.commandLine("train", "--input", stories, "--output", home + "/run"));
    String local = TinyRun.run().resolve("tokenizer").toString();
    assertThat(fingerprint(home + "/run/tokenizer")).isEqualTo(fingerprint(local));

    List<String> split = List.of("--set", "input.split-bytes=50kB", "--verify", "all");
    tokenize(local, TinyRun.stories().toString(), folder + "/tokens", split);
    tokenize(home + "/run/tokenizer", stories, home + "/tokens", split);
    assertThat(parts(home + "/tokens")).hasSizeGreaterThan(2).isEqualTo(parts(folder + "/tokens"));

    call("detokenize", "--tokens", home + "/tokens", "--output", home + "/texts");
    call("report", "--tokens", home + "/tokens", "--output", home + "/report");
    for (String file :
        List.of("/texts/part-00000.jsonl", "/report/report.html", "/run/metrics.jsonl")) {
      FileStatus written = status(home + file);
      assertThat(written.getLen()).as(file).isPositive();
      assertThat(written.getOwner()).as(file).isEqualTo("alice");
    }
  }

  @Test
  void takesAFileAndReplacesWhatItWrote() throws IOException {
    String file = "/stories/part-00000.jsonl";
    String tokenizer = TinyRun.run().resolve("tokenizer").toString();
    List<String> overwrite = List.of("--overwrite");
    tokenize(
        tokenizer,
        TinyRun.stories().resolve("part-00000.jsonl").toString(),
        folder + "/part",
        List.of());
    for (String input : List.of("/stories", file)) {
      call("count", "--input", root + input, "--output", home + "/words", "--overwrite");
      tokenize(tokenizer, root + input, home + "/part", overwrite);
      call(
          "detokenize",
          "--tokens",
          home + "/part",
          "--output",
          home + "/part-texts",
          "--overwrite");
      call("report", "--tokens", home + "/part", "--output", home + "/part-report", "--overwrite");
    }
    assertThat(parts(home + "/part")).hasSize(1).isEqualTo(parts(folder + "/part"));
    call(
        "count",
        "--input",
        TinyRun.stories().resolve("part-00000.jsonl").toString(),
        "--output",
        folder + "/words");
    assertThat(content(home + "/words/summary.json"))
        .isEqualTo(content(folder + "/words/summary.json"));
    assertThat(names(home + "/part-texts")).containsExactly("_SUCCESS", "part-00000.jsonl");
    assertThat(names(home + "/part-report"))
        .containsExactly("report.html", "stats.json", "token_length_histogram.parquet");
  }

  @Test
  void replacesRunsTokenizersAndComparisons() throws IOException {
    String[] names = {"/learned", "/distilled", "/bpe", "/comparison"};
    String[] outputs = Stream.of(names).map(name -> home + name).toArray(String[]::new);
    for (String corpus : List.of("/stories/part-00000.jsonl", "/stories")) {
      String input = root + corpus;
      call(TinyRun.commandLine("train", "--input", input, "--output", outputs[0], "--overwrite"));
      call("distill", "--run", outputs[0], "--output", outputs[1], "--overwrite");
      call(
          "baseline",
          "bpe",
          "--vocabulary-size",
          "300",
          "--input",
          input,
          "--output",
          outputs[2],
          "--overwrite");
      call(
          "compare",
          "--tokenizers",
          outputs[1] + "," + outputs[2],
          "--input",
          input,
          "--output",
          outputs[3],
          "--overwrite");
    }
    assertThat(fingerprint(outputs[0] + "/tokenizer"))
        .isEqualTo(fingerprint(TinyRun.run().resolve("tokenizer").toString()));
    assertThat(names(outputs[1]))
        .containsExactly(
            "manifest.json", "network.bin", "network.json", "vocab.tsv", "word_table.parquet");
    assertThat(names(outputs[2]))
        .containsExactly("manifest.json", "scores.tsv", "vocab.tsv", "word_table.parquet");
    assertThat(names(outputs[3])).containsExactly("compare.html", "compare.json");
    assertThat(names(home)).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void letsOneOfManyWriteADirectory() throws Exception {
    List<Callable<Stream<Lease>>> commands =
        Collections.nCopies(
            8, () -> USER.doAs((PrivilegedExceptionAction<Stream<Lease>>) () -> lease()));
    ExecutorService threads = Executors.newFixedThreadPool(commands.size());
    List<Lease> leases = new ArrayList<>();
    for (Future<Stream<Lease>> taken : threads.invokeAll(commands)) {
      taken.get().forEach(leases::add);
    }
    threads.shutdown();
    assertThat(leases).hasSize(1);
    CommandLineCall call = as("corpus", "--bytes", "1kB", "--output", home + "/leased/below");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("is being written by count (host ");
    leases.get(0).check();
    leases.get(0).close();
    call("corpus", "--bytes", "1kB", "--output", home + "/leased");
    assertThat(names(home + "/leased")).containsExactly("_SUCCESS", "part-00000.txt");
  }

  private static Stream<Lease> lease() throws IOException {
    try {
      org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(home + "/leased");
      return Stream.of(Lease.acquire(directory, "count", warning -> {}, HADOOP));
    } catch (UsageException e) {
      return Stream.empty();
    }
  }

  @Test
  void saysWhereTheUserMayNotWrite() {
    CommandLineCall call = as("count", "--input", root + "/stories", "--output", root + "/words");
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err())
        .contains("Cannot write the output " + root + "/words", "Permission denied: user=alice");
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
    CommandLineCall call = as(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  /** Runs a command line as the user. */
  private static CommandLineCall as(String... words) {
    return USER.doAs((PrivilegedAction<CommandLineCall>) () -> CommandLineCall.of(words));
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

  private static FileStatus status(String file) throws IOException {
    return cluster.getFileSystem().getFileStatus(new org.apache.hadoop.fs.Path(file));
  }

  private static byte[] content(String file) throws IOException {
    return Storage.read(new org.apache.hadoop.fs.Path(file), HADOOP);
  }

  /** All names in a directory. */
  private static List<String> names(String directory) throws IOException {
    return Stream.of(cluster.getFileSystem().listStatus(new org.apache.hadoop.fs.Path(directory)))
        .map(file -> file.getPath().getName())
        .sorted()
        .toList();
  }
}
