package org.gqvae.jobs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What came of running a command of the operating system.
 *
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record Command(int exitCode, String out, String err) {
  private static final int MINUTES = 5;

  /** Runs a command with an embedded Spark and waits for its end. */
  public static Command run(Path directory, List<String> words)
      throws IOException, InterruptedException {
    try (Running running = begin(directory, words)) {
      return running.end();
    }
  }

  /** Begins a command with an embedded Spark. */
  public static Running begin(Path directory, List<String> words) throws IOException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    process.getOutputStream().close();
    return new Running(words, process, out, err);
  }

  /**
   * The words of a process with the class path of this one that runs a command line on one core.
   */
  public static List<String> inAJvm(List<String> words) {
    List<String> process = java();
    process.addAll(
        List.of(
            "-Dlog4j2.configurationFile="
                + System.getProperty("gqvae.home")
                + "/conf/log4j2.properties",
            "-Dspark.master=local[1]",
            "-Dspark.ui.enabled=false",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    process.addAll(words);
    return process;
  }

  /** The words of a process with the class path of this one that runs a class, optimized fully. */
  public static List<String> inAJvm(Class<?> main, List<String> options) {
    List<String> process = java();
    process.add("-XX:TieredStopAtLevel=4");
    process.addAll(options);
    process.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return process;
  }

  /** Java for a short run of Spark, with the packages open that this process has open for it. */
  static List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(words::add);
    words.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    return words;
  }

  /** A command on its way; closing it ends it by force. */
  public record Running(List<String> words, Process process, Path outFile, Path errFile)
      implements AutoCloseable {

    /** Waits for a file that it writes. */
    void await(Path file) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
      while (!Files.exists(file)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException("There is no " + file + " of " + words);
        }
        Thread.sleep(10);
      }
    }

    /** The JVM that a script runs. */
    ProcessHandle jvm() {
      return process
          .descendants()
          .filter(child -> child.info().command().orElse("").endsWith("/java"))
          .findFirst()
          .orElseThrow();
    }

    /** Kills a script, and waits until its JVM is gone with it. */
    void kill() throws InterruptedException, ExecutionException {
      ProcessHandle jvm = jvm();
      process.destroyForcibly().waitFor();
      jvm.onExit().get();
    }

    /** Sends it a signal, such as TERM. */
    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /** Waits for its end. */
    Command end() throws IOException, InterruptedException {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("Not done in " + MINUTES + " minutes: " + words);
      }
      return new Command(process.exitValue(), Files.readString(outFile), Files.readString(errFile));
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      Files.delete(outFile);
      Files.delete(errFile);
    }
  }
}
