package org.gqvae.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobalStorageStatistics;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StorageStatistics;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.count.CountJob;
import org.gqvae.jobs.count.CountSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All verbs read from Amazon S3 and write to it what they write to a disk. */
class S3IT {
  private static final java.nio.file.Path HOME =
      java.nio.file.Path.of(System.getProperty("gqvae.home"));
  private static final String ROOT = S3Server.root();
  private static final String STORIES = ROOT + "/stories";
  private static final int SECONDS = 300;

  @TempDir static java.nio.file.Path folder;
  private static final Configuration HADOOP = new Configuration();
  private static final Map<String, String> PROPERTIES = new TreeMap<>();
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    Command version = Command.run(HOME, List.of("submit/gqvae", "--version"));
    assertThat(version.exitCode()).as(version.err()).isZero(); // Spark is assembled
    TinyRun.run();
    LocalSpark.stop(); // the next one takes the properties
    server = S3Server.start(folder);
    server.settings().forEach(HADOOP::set);
    HADOOP.set("fs.s3a.access.key", S3Server.ACCESS_KEY);
    HADOOP.set("fs.s3a.secret.key", S3Server.SECRET_KEY);
    for (Map.Entry<String, String> setting : HADOOP.getPropsWithPrefix("fs.s3a.").entrySet()) {
      PROPERTIES.put("spark.hadoop.fs.s3a." + setting.getKey(), setting.getValue());
    }
    PROPERTIES.forEach(System::setProperty);
    FileSystem files = new Path(ROOT).getFileSystem(HADOOP);
    files.copyFromLocalFile(new Path(TinyRun.stories().toUri()), new Path(STORIES));
  }

  @AfterAll
  static void stop() throws Exception {
    LocalSpark.stop();
    PROPERTIES.keySet().forEach(System::clearProperty);
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void leavesNothingUnfinished() {
    assertThat(server.objects("").keySet())
        .isNotEmpty()
        .noneMatch(name -> name.contains("/.") && !name.endsWith("/.huggingface.yaml"))
        .noneMatch(name -> name.endsWith(".tmp"))
        .noneMatch(name -> name.contains("_lease"))
        .noneMatch(name -> name.contains("_progress"));
  }

  @Test
  void countsTheSameAndUploadsNoByteTwice() throws IOException {
    call("count", "--input", TinyRun.stories().toString(), "--output", local("words"));
    Map<String, Long> before = statistics();
    count(STORIES, ROOT + "/words");
    Map<String, Long> after = statistics();
    assertThat(digests(new Path(ROOT, "words/words.parquet")))
        .isNotEmpty()
        .isEqualTo(digests(new Path(local("words/words.parquet"))));
    long stored = server.objects("words/").values().stream().mapToLong(Long::longValue).sum();
    assertThat(after.get("object_put_bytes") - before.get("object_put_bytes")).isEqualTo(stored);
    assertThat(after.get("object_copy_requests")).isEqualTo(before.get("object_copy_requests"));
  }

  @Test
  void trainsAndDistilsTheSameWithoutACopy() throws IOException {
    long copies = statistics().get("object_copy_requests");
    call(TinyRun.commandLine("train", "--input", STORIES, "--output", ROOT + "/run"));
    assertThat(fingerprint(new Path(ROOT, "run/tokenizer")))
        .isEqualTo(fingerprint(new Path(TinyRun.run().resolve("tokenizer").toUri())));
    assertThat(server.objects("run/").keySet())
        .contains("run/metrics.jsonl", "run/checkpoints/round-0004/checksums.json");
    assertThat(new String(Storage.read(new Path(ROOT, "run/provenance.json"), HADOOP), UTF_8))
        .contains("spark.hadoop.fs.s3a.endpoint", "(redacted)")
        .doesNotContain(S3Server.SECRET_KEY, S3Server.ACCESS_KEY);
    assertThat(statistics().get("object_copy_requests")).isEqualTo(copies);
  }

  @Test
  void goesOnWithTheTokensOfAKilledDriver() throws Exception {
    String tokenizer = TinyRun.run().resolve("tokenizer").toString();
    List<String> line =
        List.of("tokenize", "--tokenizer", tokenizer, "--set", "input.split-bytes=3kB");
    call(line, "--input", TinyRun.stories().toString(), "--output", local("tokens"));
    String tokens = ROOT + "/tokens";
    int done = killInTheMidst(line, "--input", STORIES, "--output", tokens, "--master", "local[1]");

    long copies = statistics().get("object_copy_requests");
    call(line, "--input", STORIES, "--output", tokens, "--resume");
    assertThat(statistics().get("object_copy_requests")).isEqualTo(copies);
    Map<String, String> parts = digests(new Path(local("tokens")));
    assertThat(digests(new Path(tokens))).isEqualTo(parts).hasSizeGreaterThan(done);

    call("detokenize", "--tokens", tokens, "--output", ROOT + "/texts");
    call("detokenize", "--tokens", local("tokens"), "--output", local("texts"));
    assertThat(digests(new Path(ROOT, "texts"))).isEqualTo(digests(new Path(local("texts"))));
    call("report", "--tokens", tokens, "--output", ROOT + "/report");
    assertThat(server.objects("report/").keySet())
        .contains("report/report.html", "report/stats.json");
  }

  @Test
  void letsOneOfManyWriteADirectory() throws Exception {
    Path directory = new Path(ROOT, "leased");
    Callable<Stream<Lease>> command =
        () -> {
          try {
            return Stream.of(Lease.acquire(directory, "count", warning -> {}, HADOOP));
          } catch (UsageException e) {
            return Stream.empty();
          }
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Lease> leases = new ArrayList<>();
    for (Future<Stream<Lease>> taken : threads.invokeAll(Collections.nCopies(4, command))) {
      taken.get().forEach(leases::add);
    }
    threads.shutdown();
    assertThat(leases).hasSize(1);
    CommandLineCall call = CommandLineCall.of("corpus", "--output", ROOT + "/leased/below");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("is being written by count (host ");
    leases.get(0).check();
    leases.get(0).close();
    call("corpus", "--bytes", "1kB", "--output", ROOT + "/leased");
    assertThat(server.objects("leased/").keySet())
        .containsExactly("leased/_SUCCESS", "leased/part-00000.txt");
  }

  /** What {@code count} writes, without the verb's lease, which is written at each renewal. */
  private static void count(String input, String output) {
    var reader = LocalSpark.settings();
    new CountJob(
            LocalSpark.session(),
            CountSettings.read(
                reader,
                CorpusSettings.read(reader, input, List.of()),
                new OutputDirectory(output, OutputMode.REFUSE, CountJob.OWN_NAMES, false)))
        .run();
  }

  /**
   * Begins a verb as a user does, with keys from the environment, and kills it when some parts are
   * there.
   *
   * @return how many
   */
  private static int killInTheMidst(List<String> line, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "env",
                "AWS_ACCESS_KEY_ID=" + S3Server.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY=" + S3Server.SECRET_KEY,
                HOME.resolve("submit/gqvae").toString(),
                "--driver-memory",
                "1g"));
    server
        .settings()
        .forEach(
            (key, value) -> words.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    words.addAll(line);
    words.addAll(List.of(more));
    try (Command.Running verb = Command.begin(folder, words)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (server.objects("tokens/_progress/part").size() < 3) {
        assertThat(verb.process().isAlive()).as(() -> readError(verb)).isTrue();
        assertThat(System.nanoTime()).as("gave up after %d s", SECONDS).isLessThan(end);
        Thread.sleep(10);
      }
      verb.kill();
    }
    assertThat(server.objects("tokens/").keySet())
        .contains("tokens/_run.json")
        .doesNotContain("tokens/_manifest.json");
    return server.objects("tokens/_progress/part").size();
  }

  private static String readError(Command.Running verb) {
    try {
      return java.nio.file.Files.readString(verb.errFile());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void call(List<String> line, String... more) {
    List<String> words = new ArrayList<>(line);
    words.addAll(List.of(more));
    call(words.toArray(String[]::new));
  }

  private static void call(String... words) {
    CommandLineCall call = CommandLineCall.of(words);
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out() + call.err()).doesNotContain(S3Server.SECRET_KEY);
  }

  private static String local(String name) {
    return folder.resolve(name).toString();
  }

  /** What all clients of S3 in this JVM have done so far. */
  private static Map<String, Long> statistics() {
    Map<String, Long> statistics = new TreeMap<>();
    StorageStatistics all = GlobalStorageStatistics.INSTANCE.get("S3AStorageStatistics");
    all.getLongStatistics()
        .forEachRemaining(statistic -> statistics.put(statistic.getName(), statistic.getValue()));
    return statistics;
  }

  private static String fingerprint(Path tokenizer) throws IOException {
    return TokenizerDirectory.read(tokenizer, HADOOP).manifest().fingerprint();
  }

  /** SHA-256 of the visible files right in a directory, by name. */
  private static Map<String, String> digests(Path directory) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (FileStatus file : Storage.visibleFiles(directory, HADOOP)) {
      digests.put(file.getPath().getName(), Storage.sha256(file.getPath(), HADOOP));
    }
    return digests;
  }
}
