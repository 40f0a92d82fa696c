package org.gqvae.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine.IVersionProvider;

/** The version of this software, the commit that it was built from, and the Spark that it needs. */
public final class Build implements IVersionProvider {
  private static final Properties PROPERTIES = load("build.properties");
  private static final Properties LIBRARIES = load("libraries.properties");

  /** Such as {@code 0.1.0}; {@code unknown} where the build did not tell. */
  public static String version() {
    return PROPERTIES.getProperty("git.build.version", "unknown");
  }

  /** 40 hexadecimal digits; {@code unknown} where the sources were not in a git checkout. */
  public static String commit() {
    return PROPERTIES.getProperty("git.commit.id", "unknown");
  }

  /**
   * The major and minor version of a library that Spark brings, of those that this software is
   * built with.
   *
   * @param name such as {@code spark} or {@code scala}; {@code libraries.properties} lists them
   */
  public static String library(String name) {
    String version = LIBRARIES.getProperty(name);
    return Arrays.stream(version.split("\\.", -1)).limit(2).collect(Collectors.joining("."));
  }

  /** Such as {@code Spark 3.5 for Scala 2.12}. */
  public static String spark() {
    return "Spark " + library("spark") + " for Scala " + library("scala");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gqvae " + version() + " (commit " + commit() + ")"};
  }

  private static Properties load(String name) {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(name)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
