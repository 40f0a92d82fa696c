package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.gqvae.io.tokenizer.Tokenizer;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.gqvae.jobs.train.SparkAveraging;
import org.gqvae.testing.Example;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in target/gqvae.jar and works beside the embedded Spark home. */
class ApplicationJarIT {
  private static final Path HOME = Path.of(System.getProperty("gqvae.home"));
  private static final Path JAR = HOME.resolve("jobs/target/gqvae.jar");

  @TempDir Path folder;

  @BeforeAll
  static void assembleTheSparkHome() throws Exception {
    Command version = Command.run(HOME, List.of("submit/gqvae", "--version"));
    assertThat(version.exitCode()).as(version.err()).isZero();
    assertThat(version.out()).startsWith("gqvae " + Build.version());
  }

  @Test
  void holdsNoClassThatSparkBrings() throws IOException {
    Set<String> ours = classes(JAR);
    Set<String> both = new HashSet<>();
    try (Stream<Path> jars = Files.list(HOME.resolve("target/spark-home/jars"))) {
      for (Path jar : jars.toList()) {
        for (String name : classes(jar)) {
          if (ours.contains(name)) {
            both.add(name + " of " + jar.getFileName());
          }
        }
      }
    }
    assertThat(both).isEmpty();
  }

  @Test
  void holdsWhatAClusterLacksWithTypesafeConfigInAPlaceOfItsOwn() throws IOException {
    assertThat(classes(JAR))
        .contains(
            "org/gqvae/jobs/Main.class",
            "org/nd4j/linalg/factory/Nd4j.class",
            SparkAveraging.library().getName().replace('.', '/') + ".class",
            "org/gqvae/shaded/typesafe/config/Config.class",
            "picocli/CommandLine.class")
        .noneMatch(name -> name.startsWith("com/typesafe/"))
        .noneMatch(name -> name.startsWith("io/netty/"))
        .noneMatch(name -> name.endsWith("module-info.class"));
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(Main.class.getName());
      assertThat(jar.stream().map(Object::toString).toList())
          .contains("org/gqvae/io/config/reference.conf", "org/gqvae/jobs/cli/build.properties")
          .noneMatch(name -> name.endsWith(".SF") || name.endsWith(".RSA"));
    }
  }

  @Test
  void worksInSparkSqlByTheExampleOfTheReadme() throws Exception {
    String sparkSql =
        "%s -cp '%s/target/spark-home/jars/*:%2$s/jobs/target/test-classes' "
            + "org.apache.spark.deploy.SparkSubmit --class %s --master local[1] "
            + "--conf spark.ui.enabled=false ";
    Example example =
        Example.after("io/README.md", "**Spark SQL**")
            .with(
                "spark-sql ",
                sparkSql.formatted(
                    String.join(" ", Command.java()), HOME, SqlStatement.class.getName()))
            .with("jobs/target/gqvae.jar", JAR)
            .with(" -e ", " spark-internal -e ");
    List<Integer> ids = writeTheTokenizer();
    Command sql = Command.run(folder, List.of("bash", "-c", example.text()));
    assertThat(sql.exitCode()).as(sql.err()).isZero();
    assertThat(sql.out())
        .matches("\\[\\w+\\(%s\\)]\n".formatted(ids.toString().replaceAll("[\\[\\]]", "")));
  }

  @Test
  void worksInPySparkByTheExampleOfTheReadme() throws Exception {
    Example example = Example.after("io/README.md", "**PySpark**");
    assertThat(example.text())
        .contains(Example.after("README.md", "## Use it from").codeOf("PySpark"));
    List<Integer> ids = writeTheTokenizer();
    assertThat(Python.numbers(folder, example.with("jobs/target/gqvae.jar", JAR))).isEqualTo(ids);
  }

  /** Writes the tokenizer of the examples, and encodes their text. */
  private List<Integer> writeTheTokenizer() throws IOException {
    new TokenizeFixture(folder.resolve("my-run"));
    int[] ids = Tokenizer.load(folder.resolve("my-run/tokenizer")).encode("Once upon a time");
    return Arrays.stream(ids).boxed().toList();
  }

  private static Set<String> classes(Path file) throws IOException {
    Set<String> classes = new HashSet<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      jar.stream()
          .map(Object::toString)
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .forEach(classes::add);
    }
    return classes;
  }
}
