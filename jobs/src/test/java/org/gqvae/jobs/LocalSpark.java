package org.gqvae.jobs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;

/** One Spark session for the tests of a JVM, and settings for them. */
public final class LocalSpark {
  private static SparkSession session;

  private LocalSpark() {}

  /** The session of two cores that tests share. */
  public static SparkSession session() {
    return session("local[2]");
  }

  /** The session of that master; the one before it is stopped where it had another. */
  public static synchronized SparkSession session(String master) {
    boolean running = session != null && !session.sparkContext().isStopped();
    if (running && !session.sparkContext().master().equals(master)) {
      session.stop();
      running = false;
    }
    if (!running) {
      session =
          SparkSession.builder()
              .master(master)
              .appName("tests")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.ui.enabled", false)
              .config("spark.executor.heartbeatInterval", "3s")
              .config("spark.sql.shuffle.partitions", 2)
              .getOrCreate();
    }
    return session;
  }

  /** Stops the session where it runs, for a test that needs one of its own. */
  public static synchronized void stop() {
    if (session != null) {
      session.stop();
    }
  }

  /** The settings {@code key=value} over the defaults. */
  public static ConfigReader settings(String... assignments) {
    List<Setting> settings = Arrays.stream(assignments).map(Setting::parse).toList();
    return ConfigReader.load(List.of(), settings);
  }

  public static OutputDirectory output(Path directory, OutputMode mode, String ownNames) {
    return new OutputDirectory(directory.toString(), mode, ownNames, true);
  }
}
