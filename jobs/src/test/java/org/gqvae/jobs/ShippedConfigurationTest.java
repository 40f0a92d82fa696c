package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.demo.DemoVerb;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The files of the project's directory conf. */
class ShippedConfigurationTest {
  private static final Path CONF = Path.of("../conf");

  @TestFactory
  Stream<DynamicTest> loadsWithoutAnUnknownKey() throws IOException {
    return files(".conf")
        .filter(file -> !file.getFileName().toString().startsWith("spark-"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThatCode(() -> ConfigReader.load(List.of(file), List.of()).done())
                            .doesNotThrowAnyException()));
  }

  @TestFactory
  Stream<DynamicTest> setsSparksPropertiesAlone() throws IOException {
    return files(".conf")
        .filter(file -> file.getFileName().toString().startsWith("spark-"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThat(properties(file).stringPropertyNames())
                            .isNotEmpty()
                            .allMatch(name -> name.startsWith("spark."))));
  }

  @Test
  void isInTheJarForTheDemo() throws IOException {
    try (InputStream resource = DemoVerb.class.getResourceAsStream("demo.conf")) {
      assertThat(resource).hasBinaryContent(Files.readAllBytes(CONF.resolve("demo.conf")));
    }
  }

  private static Stream<Path> files(String extension) throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files.filter(file -> file.toString().endsWith(extension)).sorted().toList().stream();
    }
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }
}
