package org.gqvae.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A cluster of submit/cluster: processes that can be looked at, and killed. */
final class StandaloneCluster implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("gqvae.home"));
  private static final Pattern STATUS = Pattern.compile("master (spark://[0-9.:]+) workers (\\d+)");

  private final Path directory;
  private final String master;

  private StandaloneCluster(Path directory, String master) {
    this.directory = directory;
    this.master = master;
  }

  /** Starts a cluster, with the options of {@code submit/cluster start}. */
  static StandaloneCluster start(Path directory, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("start"));
    words.addAll(List.of(options));
    Command start = call(directory, words.toArray(String[]::new));
    Matcher status = STATUS.matcher(start.out().strip());
    if (start.exitCode() != 0 || !status.matches()) {
      throw new IllegalStateException("No cluster: " + start);
    }
    return new StandaloneCluster(directory, status.group(1));
  }

  /** Runs {@code submit/cluster} for the cluster in a directory, where there may be none. */
  static Command call(Path directory, String... words) throws Exception {
    return Command.run(HOME, line(directory, "submit/cluster", words));
  }

  /** {@code spark://127.0.0.1:PORT}. */
  String master() {
    return master;
  }

  /** What every process of the cluster must know and nobody else may. */
  String secret() throws IOException {
    return Files.readAllLines(directory.resolve("spark.conf")).stream()
        .filter(line -> line.startsWith("spark.authenticate.secret "))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }

  /** Begins a verb on the cluster. */
  Command.Running submit(String... words) throws IOException {
    List<String> line = line(directory, "submit/gqvae", words);
    line.addAll(List.of("--master", master));
    return Command.begin(HOME, line);
  }

  /** The master and the workers that are there. */
  List<ProcessHandle> daemons() throws IOException {
    try (Stream<Path> pids = Files.list(directory.resolve("pids"))) {
      return pids.map(StandaloneCluster::pid)
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .toList();
    }
  }

  ProcessHandle worker(int number) {
    return ProcessHandle.of(pid(directory.resolve("pids/worker-" + number))).orElseThrow();
  }

  /** The executors: the children of the workers. */
  List<ProcessHandle> executors() throws IOException {
    return daemons().stream().flatMap(ProcessHandle::children).toList();
  }

  /** How many tasks an executor is at, by its log. */
  static long tasks(ProcessHandle executor) throws IOException {
    List<String> log = Files.readAllLines(Path.of("/proc/" + executor.pid(), "cwd", "stderr"));
    return log.stream().filter(line -> line.contains(" Running task ")).count()
        - log.stream().filter(line -> line.contains(" Finished task ")).count();
  }

  @Override
  public void close() throws Exception {
    Command stop = call(directory, "stop");
    if (stop.exitCode() != 0) {
      throw new IllegalStateException("Not stopped: " + stop);
    }
  }

  private static List<String> line(Path directory, String script, String... words) {
    List<String> line =
        new ArrayList<>(
            List.of("env", "GQVAE_CLUSTER=" + directory, HOME.resolve(script).toString()));
    line.addAll(List.of(words));
    return line;
  }

  private static long pid(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
