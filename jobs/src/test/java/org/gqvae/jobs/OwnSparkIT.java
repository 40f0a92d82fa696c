package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** submit/gqvae with a Spark of the user's own, whose configuration other applications made. */
class OwnSparkIT {
  private static final Path PROJECT = Path.of(System.getProperty("gqvae.home"));

  @TempDir Path folder;

  @Test
  void givesTheSameFilesWithItsDefaultsAndEnvironment() throws Exception {
    Path home = SparkHome.make(folder.resolve("spark"));
    Path events = Files.createDirectories(folder.resolve("events"));
    Files.writeString(
        home.resolve("conf/spark-defaults.conf"),
        """
        spark.serializer               org.apache.spark.serializer.KryoSerializer
        spark.kryo.registrationRequired=true
        spark.eventLog.enabled         true
        spark.eventLog.dir             file://%s
        spark.eventLog.rolling.enabled false
        spark.eventLog.compress        false
        spark.scheduler.mode           FAIR
        spark.master                   local[1]
        spark.driver.memory            1g
        """
            .formatted(events));
    Path scratch = folder.resolve("scratch");
    Files.writeString(home.resolve("conf/spark-env.sh"), "SPARK_LOCAL_DIRS=" + scratch + "\n");

    Path run = folder.resolve("run");
    Command train =
        submit(
            home, TinyRun.commandLine("train", "--input=" + TinyRun.stories(), "--output=" + run));
    assertThat(train.exitCode()).as(train.err()).isZero();
    for (String part : List.of("tokenizer", "checkpoints")) {
      assertThat(FileTree.digests(run.resolve(part), name -> true))
          .isEqualTo(FileTree.digests(TinyRun.run().resolve(part), name -> true));
    }
    try (Stream<Path> logs = Files.list(events)) {
      assertThat(logs)
          .singleElement()
          .satisfies(
              log ->
                  assertThat(Files.readString(log))
                      .contains("\"spark.scheduler.mode\":\"FAIR\"")
                      .contains("\"spark.master\":\"local[1]\"")
                      .contains("\"spark.ui.enabled\":\"false\""));
    }
    assertThat(scratch).isDirectory();
  }

  private static Command submit(Path home, String... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of("env", "SPARK_HOME=" + home, PROJECT.resolve("submit/gqvae").toString()));
    line.addAll(List.of(words));
    return Command.run(home, line);
  }
}
