package org.gqvae.jobs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gqvae.jobs.cli.Build;

/** What this software runs on: a Java, and a Spark of the line that it is built for. */
final class Platform {
  /** The first version of Java where no thread has a javax.security.auth.Subject. */
  private static final int WITHOUT_SUBJECTS = 24;

  /** A version up to its first point, and up to its second. */
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.\\d+");

  private Platform() {}

  /** Why no verb can run here; nothing where all can. */
  static List<String> problems() {
    return Stream.of(
            unfitSpark(
                org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                scala.util.Properties.versionNumberString()),
            unfitJava(Runtime.version().feature(), Build.library("hadoop")))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Why this software does not run on a Spark for a Scala, both given as they call themselves. */
  static Optional<String> unfitSpark(String spark, String scala) {
    String line = version(scala).group();
    boolean fits =
        line.equals(Build.library("scala"))
            && version(spark).group(1).equals(version(Build.library("spark")).group(1));
    return fits
        ? Optional.empty()
        : Optional.of(
            "Invalid version of Spark: %s for Scala %s, but this gqvae.jar is built for %s. Set SPARK_HOME to one of these%s"
                .formatted(spark, line, Build.spark(), otherBuild(spark, line)));
  }

  /** How the jar is built for another Spark, where it can be. */
  private static String otherBuild(String spark, String scala) {
    String line = version(spark).group(1) + " for Scala " + scala;
    return switch (line) {
      case "3 for Scala 2.12" -> ", or build the jar for yours: mvn -Dmaven.test.skip package";
      case "4 for Scala 2.13" ->
          ", or build the jar for yours: mvn -Pspark4 -Dmaven.test.skip package";
      default -> "";
    };
  }

  private static Matcher version(String version) {
    Matcher found = VERSION.matcher(version);
    if (!found.lookingAt()) {
      throw new IllegalArgumentException("expected a version such as 3.5.9, but got " + version);
    }
    return found;
  }

  /** Why Hadoop 3.3, and so Spark 3.5, does not run on a version of Java. */
  static Optional<String> unfitJava(int version, String hadoop) {
    return version < WITHOUT_SUBJECTS || !hadoop.equals("3.3")
        ? Optional.empty()
        : Optional.of(
            "Invalid version of Java: %d, on which Hadoop 3.3 does not run (Subject.getSubject). Set JAVA_HOME to a JDK 17"
                .formatted(version));
  }
}
