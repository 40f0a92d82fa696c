package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs on YARN, by the script of submit/yarn.sh.template and a Spark of the user's own. */
class YarnIT {
  private static final Path PROJECT = Path.of(System.getProperty("gqvae.home"));

  /** For short runs, on this machine alone. */
  private static final String SMALL_CONTAINERS =
      "--conf spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1"
          + " --conf spark.yarn.appMasterEnv.JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1"
          + " --conf spark.executorEnv.JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1";

  @TempDir static Path folder;
  private static YarnCluster cluster;
  private static Path sparkHome;

  @BeforeAll
  static void start() throws Exception {
    sparkHome = SparkHome.make(folder.resolve("spark"));
    cluster = YarnCluster.start(Files.createDirectories(folder.resolve("yarn")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Both at a time, as most of their time goes to waiting for containers. */
  @Test
  void trainsAndTokenizesWithTheDriverHereAndThereAsOneJvmDoes() throws Exception {
    List<String> modes = List.of("client", "cluster");
    submitAll(modes, mode -> training(run(mode)));
    submitAll(modes, mode -> tokenizing(run(mode), tokens(mode)));

    String local = "local";
    assertThat(CommandLineCall.of(training(run(local))).exitCode()).isZero();
    assertThat(CommandLineCall.of(tokenizing(run(local), tokens(local))).exitCode()).isZero();
    for (String mode : modes) {
      for (String part : List.of("tokenizer", "checkpoints")) {
        assertThat(digests(run(mode).resolve(part)))
            .as("%s, %s", part, mode)
            .isEqualTo(digests(run(local).resolve(part)));
      }
      assertThat(FileTree.digests(tokens(mode), name -> name.endsWith(".parquet")))
          .as(mode)
          .isEqualTo(FileTree.digests(tokens(local), name -> name.endsWith(".parquet")))
          .hasSizeGreaterThan(1);
    }
  }

  private static Path run(String mode) {
    return folder.resolve("run-" + mode);
  }

  private static Path tokens(String mode) {
    return folder.resolve("tokens-" + mode);
  }

  private static void submitAll(List<String> modes, Function<String, String[]> line)
      throws Exception {
    List<Command.Running> all = new ArrayList<>();
    try {
      for (String mode : modes) {
        all.add(begin(mode, line.apply(mode)));
      }
      for (Command.Running running : all) {
        Command ended = running.end();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
      }
    } finally {
      for (Command.Running running : all) {
        running.close();
      }
    }
  }

  /** There spark-submit itself says how the application ended: well, or not. */
  @Test
  void aCommandThatFailsOnTheClusterFailsHere() throws Exception {
    Path run = folder.resolve("none");
    String[] refused = tokenizing(run, folder.resolve("out"));
    Command client = submit("client", refused);
    assertThat(client.exitCode()).as(client.err()).isEqualTo(2);
    assertThat(client.err()).contains("none/tokenizer");
    Command onCluster = submit("cluster", refused);
    assertThat(onCluster.exitCode()).as(onCluster.err()).isEqualTo(1);
    assertThat(onCluster.err()).contains("exited with  exitCode: 2");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private static String[] training(Path run) {
    String[] words =
        TinyRun.commandLine("train", "--input=" + TinyRun.stories(), "--output=" + run);
    return Stream.concat(
            Stream.of(words), Stream.of("--set=train.rounds=2", "--set=train.warmup-rounds=1"))
        .toArray(String[]::new);
  }

  private static String[] tokenizing(Path run, Path tokens) {
    return new String[] {
      "tokenize",
      "--tokenizer=" + run.resolve("tokenizer"),
      "--input=" + TinyRun.stories(),
      "--output=" + tokens,
      "--set=input.split-bytes=50kB"
    };
  }

  /** By the template's line: what stands in capitals is filled in, and one executor is enough. */
  private static Command.Running begin(String mode, String... words) throws Exception {
    String script =
        Files.readString(PROJECT.resolve("submit/yarn.sh.template"))
            .replace("--deploy-mode client", "--deploy-mode " + mode)
            .replace("QUEUE", "default")
            .replace("PROJECT", PROJECT.toString())
            .replace("JDK17", System.getProperty("java.home"))
            .replace("SPARK_ON_NODES", sparkHome.toString())
            .replace("--num-executors 8", "--num-executors 1 " + SMALL_CONTAINERS);
    Path file = Files.writeString(folder.resolve("yarn-" + mode + ".sh"), script);
    List<String> line =
        new ArrayList<>(
            List.of(
                "env",
                "SPARK_HOME=" + sparkHome,
                "HADOOP_CONF_DIR=" + cluster.configuration(),
                "bash",
                file.toString()));
    line.addAll(List.of(words));
    return Command.begin(folder, line);
  }

  private static Command submit(String mode, String... words) throws Exception {
    try (Command.Running running = begin(mode, words)) {
      return running.end();
    }
  }

  private static SortedMap<String, String> digests(Path directory) throws IOException {
    return FileTree.digests(directory, name -> true);
  }
}
