package org.gqvae.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this software and the commit that it was built from. */
public final class Build implements IVersionProvider {
  private static final Properties PROPERTIES = load();

  /** Such as {@code 0.1.0}; {@code unknown} where the build did not tell. */
  public static String version() {
    return PROPERTIES.getProperty("git.build.version", "unknown");
  }

  /** 40 hexadecimal digits; {@code unknown} where the sources were not in a git checkout. */
  public static String commit() {
    return PROPERTIES.getProperty("git.commit.id", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gqvae " + version() + " (commit " + commit() + ")"};
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
