package org.gqvae.jobs.spark;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Spark's properties as options of spark-submit that a shell reads back. */
public final class SubmitOptions {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  /** Properties with options of their own. */
  private static final Map<String, String> NAMES =
      Map.of(
          "spark.master", "--master",
          "spark.driver.memory", "--driver-memory",
          "spark.executor.memory", "--executor-memory",
          "spark.executor.cores", "--executor-cores");

  private SubmitOptions() {}

  /** An option each, in the order of the properties: {@code --driver-memory 3g}. */
  public static List<String> of(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(property -> option(property.getKey(), property.getValue()))
        .toList();
  }

  private static String option(String key, String value) {
    String name = NAMES.get(key);
    return name == null ? "--conf " + quoted(key + "=" + value) : name + " " + quoted(value);
  }

  /** A word as a shell takes it. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
