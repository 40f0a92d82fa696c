package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void trainsAndTokenizesAsOneJvmDoes(String mode) throws Exception {
    Path run = folder.resolve("run-" + mode);
    Command train = submit(mode, training(run));
    assertThat(train.exitCode()).as(train.err()).isZero();
    Path tokens = folder.resolve("tokens-" + mode);
    Command tokenize = submit(mode, tokenizing(run, tokens));
    assertThat(tokenize.exitCode()).as(tokenize.err()).isZero();

    Path localRun = folder.resolve("local-run-" + mode);
    assertThat(CommandLineCall.of(training(localRun)).exitCode()).isZero();
    Path localTokens = folder.resolve("local-tokens-" + mode);
    assertThat(CommandLineCall.of(tokenizing(localRun, localTokens)).exitCode()).isZero();
    assertThat(digests(run.resolve("tokenizer"))).isEqualTo(digests(localRun.resolve("tokenizer")));
    assertThat(digests(run.resolve("checkpoints")))
        .isEqualTo(digests(localRun.resolve("checkpoints")));
    assertThat(FileTree.digests(tokens, name -> name.endsWith(".parquet")))
        .isEqualTo(FileTree.digests(localTokens, name -> name.endsWith(".parquet")))
        .hasSizeGreaterThan(1);
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
  private static Command submit(String mode, String... words) throws Exception {
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
    return Command.run(folder, line);
  }

  private static SortedMap<String, String> digests(Path directory) throws IOException {
    return FileTree.digests(directory, name -> true);
  }
}
