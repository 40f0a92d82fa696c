package org.gqvae.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.gqvae.jobs.cli.Build;

/**
 * A Spark of the user's own, as Apache lays it out: jars, bin/spark-submit, and conf, where
 * spark-env.sh and spark-defaults.conf are honoured. The jars are those of the embedded Spark.
 */
final class SparkHome {
  private static final Path PROJECT = Path.of(System.getProperty("gqvae.home"));

  /** As Apache's scripts do: the environment, then the command that Spark's launcher tells. */
  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      export SPARK_HOME=${SPARK_HOME:-$(cd -- "$(dirname -- "$0")/.." && pwd)} SPARK_SCALA_VERSION=%s
      environment=${SPARK_CONF_DIR:-$SPARK_HOME/conf}/spark-env.sh
      if [[ -f $environment ]]; then
        set -a
        source "$environment"
        set +a
      fi
      java=${JAVA_HOME:+$JAVA_HOME/bin/}java
      mapfile -d '' words < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \\
        org.apache.spark.deploy.SparkSubmit "$@")
      words=("${words[@]:1}")
      exec "${words[0]#$'\\n'}" "${words[@]:1}"
      """;

  private SparkHome() {}

  /** Makes one in a directory that is not there. */
  static Path make(Path directory) throws IOException, InterruptedException {
    Command embedded =
        Command.run(PROJECT, List.of(PROJECT.resolve("submit/gqvae").toString(), "--version"));
    if (embedded.exitCode() != 0) {
      throw new IllegalStateException("No embedded Spark: " + embedded);
    }
    Files.createDirectories(directory.resolve("conf"));
    Path submit = Files.createDirectories(directory.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SUBMIT.formatted(Build.library("scala")));
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(directory.resolve("jars"), PROJECT.resolve("target/spark-home/jars"));
    return directory;
  }
}
