package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.corpus.CorpusFormat;
import org.gqvae.io.corpus.CorpusWriter;
import org.gqvae.io.story.StoryGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs on a standalone cluster of separate processes, some of which are killed. */
class ClusterIT {
  private static final int SECONDS = 300;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;

  /** Does not know the secret. Spark tries for a minute, in which other tests run. */
  private static Command.Running stranger;

  @BeforeAll
  static void start() throws Exception {
    cluster = StandaloneCluster.start(folder.resolve("cluster"), "--memory", "2g");
    Path open = Files.writeString(folder.resolve("open.conf"), "spark.driver.host 127.0.0.1\n");
    stranger =
        cluster.submit(
            "count",
            "--properties-file=" + open,
            "--input=" + TinyRun.stories(),
            "--output=" + folder.resolve("stolen"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (stranger != null) {
      stranger.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void trainsTheSameAfterAnExecutorWasKilled() throws Exception {
    Path run = folder.resolve("run");
    try (Command.Running train = cluster.submit(training(run))) {
      await(train, () -> Files.exists(run.resolve("checkpoints/round-0001/checksums.json")));
      kill(awaitBusyExecutor(train));
      assertThat(run.resolve("checkpoints/round-0004")).doesNotExist();
      assertLostAnExecutor(train.end());
    }
    assertThat(fingerprint(run)).isEqualTo(fingerprint(TinyRun.run()));
    assertThat(FileTree.digests(run.resolve("checkpoints"), name -> true))
        .isEqualTo(FileTree.digests(TinyRun.run().resolve("checkpoints"), name -> true));
  }

  @Test
  void tokenizesTheSameAfterAnExecutorWasKilled() throws Exception {
    Path stories = folder.resolve("stories");
    new CorpusWriter(stories.toString(), CorpusFormat.JSONL)
        .write(new StoryGenerator(7).documents(30_000_000), new Configuration());
    String[] line = {
      "tokenize",
      "--tokenizer=" + TinyRun.run().resolve("tokenizer"),
      "--input=" + stories,
      "--verify=all",
      "--set=input.split-bytes=1MB"
    };
    Path tokens = folder.resolve("tokens");
    int done;
    try (Command.Running tokenize = cluster.submit(with(line, "--output=" + tokens))) {
      await(tokenize, () -> names(tokens.resolve("_progress"), ".json").size() > 2);
      kill(awaitBusyExecutor(tokenize));
      done = names(tokens, ".parquet").size();
      assertLostAnExecutor(tokenize.end());
    }
    Path local = folder.resolve("local");
    CommandLineCall call = CommandLineCall.of(with(line, "--output=" + local));
    assertThat(call.exitCode()).as(call.err()).isZero();
    SortedMap<String, String> parts = parts(local);
    assertThat(parts(tokens)).isEqualTo(parts).hasSizeGreaterThan(done);
    assertThat(names(tokens, "")).isEqualTo(names(local, ""));
  }

  @Test
  void keepsItsSecretAndItsPortsToItself() throws Exception {
    String secret = cluster.secret();
    assertThat(secret).matches("[0-9a-f]{64}");
    assertThat(Files.getPosixFilePermissions(folder.resolve("cluster/spark.conf")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Path run = folder.resolve("secretly");
    try (Command.Running train = cluster.submit(training(run))) {
      await(train, () -> Files.exists(run.resolve("checkpoints/round-0001/checksums.json")));
      List<ProcessHandle> processes = new ArrayList<>(cluster.daemons());
      processes.addAll(cluster.executors());
      processes.add(train.jvm());
      assertThat(processes).hasSize(3 + 2 + 1);
      for (ProcessHandle process : processes) {
        Path proc = Path.of("/proc/" + process.pid());
        assertThat(Files.readString(proc.resolve("cmdline")))
            .contains("spark")
            .doesNotContain(secret);
        assertThat(ListeningSockets.of(process)).allMatch(address -> address.isLoopbackAddress());
      }
      assertThat(ListeningSockets.of(train.jvm())).isNotEmpty();
      Command trained = train.end();
      assertThat(trained.exitCode()).as(trained.err()).isZero();
      assertThat(trained.out() + trained.err()).doesNotContain(secret);
    }
    assertThat(Files.readString(run.resolve("provenance.json")))
        .doesNotContain(secret)
        .contains("\"spark.authenticate.secret\": \"(redacted)\"");
    for (String logs : List.of("cluster/logs", "cluster/work")) {
      try (Stream<Path> files = Files.walk(folder.resolve(logs))) {
        assertThat(
                files.filter(file -> file.toString().endsWith(".log") || file.endsWith("stderr")))
            .isNotEmpty()
            .allSatisfy(log -> assertThat(Files.readString(log)).doesNotContain(secret));
      }
    }
  }

  @Test
  void refusesWhoDoesNotKnowTheSecret() throws Exception {
    assertThat(stranger.end().exitCode()).isEqualTo(1);
    assertThat(folder.resolve("stolen/summary.json")).doesNotExist();
  }

  @Test
  void startsOnceAndLeavesNothing() throws Exception {
    Path directory = folder.resolve("other");
    try (StandaloneCluster other = StandaloneCluster.start(directory, "--workers", "1")) {
      Command second = StandaloneCluster.call(directory, "start");
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err()).contains("A cluster runs already", "submit/cluster stop");

      kill(other.worker(1));
      String none = "master " + other.master() + " workers 0\n";
      awaitTrue(() -> StandaloneCluster.call(directory, "status").out().equals(none));
      Command repair = StandaloneCluster.call(directory, "repair");
      assertThat(repair.out()).isEqualTo("master " + other.master() + " workers 1\n");

      List<ProcessHandle> processes = other.daemons();
      Command stop = StandaloneCluster.call(directory, "stop");
      assertThat(stop.exitCode()).as(stop.err()).isZero();
      assertThat(processes).hasSize(2);
      awaitTrue(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }
    assertThat(FileTree.digests(directory, name -> true).keySet())
        .containsExactlyInAnyOrder("logs/master.log", "logs/worker-1.log");
    Command status = StandaloneCluster.call(directory, "status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out()).isEmpty();
    assertThat(status.err()).contains("No cluster runs", "submit/cluster start");
  }

  private static String[] training(Path run) {
    return TinyRun.commandLine("train", "--input=" + TinyRun.stories(), "--output=" + run);
  }

  private static String[] with(String[] line, String word) {
    return Stream.concat(Stream.of(line), Stream.of(word)).toArray(String[]::new);
  }

  /** Waits for an executor in the middle of a task. */
  private static ProcessHandle awaitBusyExecutor(Command.Running command) throws Exception {
    AtomicReference<ProcessHandle> busy = new AtomicReference<>();
    await(
        command,
        () -> {
          for (ProcessHandle executor : cluster.executors()) {
            if (StandaloneCluster.tasks(executor) > 0) {
              busy.set(executor);
            }
          }
          return busy.get() != null;
        });
    return busy.get();
  }

  /** SIGKILL, to one that runs. */
  private static void kill(ProcessHandle process) throws Exception {
    assertThat(process.isAlive()).isTrue();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().get(SECONDS, TimeUnit.SECONDS);
  }

  /** That the command has ended well, but not without the executor being missed. */
  private static void assertLostAnExecutor(Command command) {
    assertThat(command.exitCode()).as(command.err()).isZero();
    assertThat(command.err()).contains("Lost executor");
  }

  private static void await(Command.Running command, Callable<Boolean> condition) throws Exception {
    awaitTrue(
        () -> {
          assertThat(command.process().isAlive()).as("%s", command.words()).isTrue();
          return condition.call();
        });
  }

  private static void awaitTrue(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("gave up after %d s", SECONDS).isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static String fingerprint(Path run) throws IOException {
    return TokenizerDirectory.read(
            new org.apache.hadoop.fs.Path(run.resolve("tokenizer").toString()), new Configuration())
        .manifest()
        .fingerprint();
  }

  private static SortedMap<String, String> parts(Path tokens) throws IOException {
    return FileTree.digests(tokens, name -> name.endsWith(".parquet"));
  }

  /** What is right in a directory, if it is there. */
  private static List<String> names(Path directory, String ending) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    }
  }
}
