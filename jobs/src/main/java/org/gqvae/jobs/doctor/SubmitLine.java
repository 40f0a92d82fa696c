package org.gqvae.jobs.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;
import org.gqvae.io.config.Secrets;
import org.gqvae.jobs.spark.SubmitOptions;
import org.gqvae.jobs.train.MemoryProperties;
import org.gqvae.jobs.train.TrainingNeeds;

/** The line of spark-submit that gives training what it needs. */
public final class SubmitLine {
  private static final String JAVA_OPTIONS = ".extraJavaOptions";
  private static final String JAVACPP_LIMITS = "-Dorg.bytedeco.javacpp.max";
  private static final Pattern PROPERTIES_FILE = Pattern.compile(" --properties-file[ =](.*)");

  private SubmitLine() {}

  /**
   * The line, over several lines of a shell. Sizes that are larger in {@code conf} stay, and so
   * does the file of properties that this process was submitted with, which may hold a secret.
   *
   * @param executorCores 0 where there are no executors beside the driver
   * @param configuration words that choose the configuration: {@code --config conf/demo.conf}
   */
  public static String of(
      SparkConf conf, TrainingNeeds needs, int executorCores, List<String> configuration) {
    Map<String, String> memory = new LinkedHashMap<>();
    if (executorCores == 0) {
      memory.putAll(MemoryProperties.local(needs));
    } else {
      memory.putAll(MemoryProperties.driver(needs));
      memory.putAll(MemoryProperties.executor(needs));
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("spark.master", conf.get("spark.master"));
    if (executorCores > 0) {
      properties.put("spark.executor.cores", Integer.toString(executorCores));
    }
    memory.forEach(
        (key, value) ->
            properties.put(key, Secrets.redacted(key, larger(key, conf.get(key, ""), value))));
    properties.put("spark.executorEnv.OMP_NUM_THREADS", "1");

    List<String> lines = new ArrayList<>();
    lines.add((executorCores == 0 ? "OMP_NUM_THREADS=1 " : "") + "spark-submit");
    propertiesFile(System.getProperty("sun.java.command", ""))
        .ifPresent(file -> lines.add("--properties-file " + SubmitOptions.quoted(file)));
    lines.addAll(SubmitOptions.of(properties));
    lines.add("--class org.gqvae.jobs.Main " + SubmitOptions.quoted(jar()));
    lines.add(
        Stream.of(
                Stream.of("train", "--input", "CORPUS", "--output", "RUN"), configuration.stream())
            .flatMap(words -> words)
            .map(SubmitOptions::quoted)
            .collect(Collectors.joining(" ")));
    return String.join(" \\\n  ", lines);
  }

  /** What is there, unless it is less than what is needed. */
  private static String larger(String key, String there, String needed) {
    if (there.isEmpty() || key.equals("spark.memory.fraction")) {
      return needed;
    }
    if (key.endsWith(JAVA_OPTIONS)) {
      return Stream.concat(
              Arrays.stream(there.split("\\s+")).filter(word -> !word.startsWith(JAVACPP_LIMITS)),
              Stream.of(needed))
          .collect(Collectors.joining(" "));
    }
    long size =
        key.endsWith("maxResultSize")
            ? JavaUtils.byteStringAsBytes(there) >> 20
            : JavaUtils.byteStringAsMb(there);
    boolean isEnough = size >= JavaUtils.byteStringAsMb(needed) || there.equals("0");
    return isEnough ? there : needed;
  }

  /**
   * @param command of this process: spark-submit's class with its words, which may have spaces in
   *     them
   */
  static Optional<String> propertiesFile(String command) {
    Matcher option = PROPERTIES_FILE.matcher(command);
    String file = "";
    for (String word : option.find() ? option.group(1).split(" ") : new String[0]) {
      file += file.isEmpty() ? word : " " + word;
      if (Files.isRegularFile(Path.of(file))) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static String jar() {
    String jar = Library.Origin.of(SubmitLine.class).jar();
    return jar.endsWith(".jar") ? jar : "jobs/target/gqvae.jar";
  }
}
