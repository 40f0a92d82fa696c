package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.gqvae.jobs.cli.Build;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  private static final String JARS_SPARK = Build.library("spark");
  private static final String JARS_SCALA = Build.library("scala");

  @Test
  void takesTheSparkOfTheBuildAndOthersOfItsMajorVersion() {
    assertThat(Platform.problems()).isEmpty();
    String major = JARS_SPARK.substring(0, JARS_SPARK.indexOf('.'));
    assertThat(Platform.unfitSpark(major + ".0.1-vendor-2", JARS_SCALA + ".10")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.1-amzn-0, 2.12.18, mvn -Dmaven.test.skip package",
    "4.2.0, 2.13.18, mvn -Pspark4 -Dmaven.test.skip package"
  })
  void saysWhichSparkTheJarIsForAndHowToBuildItForAnother(
      String spark, String scala, String build) {
    if (spark.charAt(0) == JARS_SPARK.charAt(0)) {
      assertThat(Platform.unfitSpark(spark, scala)).isEmpty();
      return;
    }
    assertThat(Platform.unfitSpark(spark, scala))
        .contains(
            "Invalid version of Spark: %s for Scala %s, but this gqvae.jar is built for Spark %s for Scala %s. Set SPARK_HOME to one of these, or build the jar for yours: %s"
                .formatted(spark, scala.substring(0, 4), JARS_SPARK, JARS_SCALA, build));
  }

  @Test
  void refusesASparkForWhoseScalaThereIsNoBuild() {
    assertThat(Platform.unfitSpark("3.5.9", "2.13.8"))
        .contains(
            "Invalid version of Spark: 3.5.9 for Scala 2.13, but this gqvae.jar is built for Spark %s for Scala %s. Set SPARK_HOME to one of these"
                .formatted(JARS_SPARK, JARS_SCALA));
  }

  @Test
  void refusesVersionsOfJavaOnWhichSparkDoesNotRun() {
    assertThat(Platform.unfitJava(17, "3.3")).isEmpty();
    assertThat(Platform.unfitJava(23, "3.3")).isEmpty();
    assertThat(Platform.unfitJava(24, "3.3"))
        .contains(
            "Invalid version of Java: 24, on which Hadoop 3.3 does not run (Subject.getSubject). Set JAVA_HOME to a JDK 17");
    assertThat(Platform.unfitJava(25, "3.5")).isEmpty();
  }
}
