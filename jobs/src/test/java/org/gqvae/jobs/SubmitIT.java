package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** submit/gqvae as people call it, on an embedded Spark. */
class SubmitIT {
  private static final Path SCRIPT = Path.of(System.getProperty("gqvae.home"), "submit/gqvae");

  @TempDir Path folder;
  private Path directory;

  @BeforeAll
  static void assembleTheSparkHome() throws Exception {
    Command version = Command.run(SCRIPT.getParent(), List.of(SCRIPT.toString(), "--version"));
    assertThat(version.exitCode()).as(version.err()).isZero();
  }

  @BeforeEach
  void makeADirectoryWithASpaceInItsName() throws IOException {
    directory = Files.createDirectories(folder.resolve("my texts"));
    Files.writeString(directory.resolve("a b.txt"), "the cat\nthe dog\n");
  }

  @Test
  void countsFromAnyDirectoryByRelativePaths() throws Exception {
    Command count =
        submit("count", "--driver-memory", "1g", "--input", "a b.txt", "--output", "out 1");
    assertThat(count.exitCode()).as(count.err()).isZero();
    assertThat(Files.readString(directory.resolve("out 1/summary.json")))
        .contains("\"documents\": 2", "\"words\": 4", "\"distinct_words\": 3");
    assertThat(count.err().lines())
        .allMatch(line -> line.contains(" INFO  CountJob: 3 distinct words of 4 in 2 documents"));
  }

  @ParameterizedTest
  @CsvSource({"--version", "count --input 'a b.txt' --output out"})
  void startsWithClassesFromTheArchive(String line) throws Exception {
    Command logged =
        Command.run(
            directory,
            List.of(
                "bash",
                "-c",
                "JDK_JAVA_OPTIONS=-Xlog:class+load:file=%%p.log '%s' %s".formatted(SCRIPT, line)));
    assertThat(logged.exitCode()).as(logged.err()).isZero();
    assertThat(loadedClasses())
        .anyMatch(
            loaded -> loaded.endsWith(Main.class.getName() + " source: shared objects file (top)"));
  }

  @Test
  void makesAnArchiveAgainThatWasCutOff() throws Exception {
    Path archive = SCRIPT.resolveSibling("../target/classes.jsa").normalize();
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
    long bytes = Files.size(archive);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(bytes / 2);
    }
    Command version = submit("--version");
    assertThat(version.exitCode()).as(version.err()).isZero();
    assertThat(version.err()).startsWith("Preparing faster starts").hasLineCount(1);
    assertThat(Files.size(archive)).isGreaterThan(bytes / 2);
  }

  private List<String> loadedClasses() throws IOException {
    List<String> loaded = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
      for (Path log : logs) {
        loaded.addAll(Files.readAllLines(log));
      }
    }
    return loaded;
  }

  @Test
  void writesTheSameBytesFromExecutorsOfTheirOwn() throws Exception {
    String[] line = {"count", "--input", "a b.txt", "--driver-memory", "1g", "--output"};
    Command local = submit(with(line, "local", "--quiet", "--json"));
    assertThat(local.exitCode()).as(local.err()).isZero();
    assertThat(local.err()).isEmpty();
    assertThat(local.out())
        .startsWith("{\"verb\":\"count\",\"exit_code\":0,\"seconds\":")
        .endsWith(
            ",\"problems\":[],\"output\":\"local\",\"plan\":null,\"result\":{\"documents\":2,"
                + "\"failed\":0,\"words\":4,\"distinct_words\":3,\"bytes\":14,\"rejected\":[]}}\n")
        .hasLineCount(1);
    String[] cluster = {"--master", "local-cluster[2,1,1024]", "--executor-memory", "1g"};
    Command executors = submit(with(line, "executors", cluster));
    assertThat(executors.exitCode()).as(executors.err()).isZero();
    assertThat(FileTree.digests(directory.resolve("executors"), name -> true))
        .isEqualTo(FileTree.digests(directory.resolve("local"), name -> true));
  }

  @Test
  void tellsOfADocumentThatTheHeapHasNoRoomFor() throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("a b.txt").toFile(), "rw")) {
      file.setLength(600_000_000); // zeros that take no room on disk
    }
    Command count =
        submit(
            "count",
            "--driver-memory",
            "512m",
            "--input",
            "a b.txt",
            "--set",
            "input.max-document-bytes=1GB",
            "--output",
            "out");
    assertThat(count.exitCode()).as(count.err()).isEqualTo(1);
    assertThat(count.err())
        .contains("a b.txt: it has a document that a heap of 536 MB has no room for. Give more by");
    assertThat(directory.resolve("out/summary.json")).doesNotExist();
  }

  @Test
  void tellsTheLineAndThePlanOfADryRun() throws Exception {
    Command dry =
        submit(
            "count",
            "--dry-run",
            "--input",
            "a b.txt",
            "--conf",
            "spark.x=a b",
            "--conf",
            "spark.authenticate.secret=hunter2",
            "--conf=spark.hadoop.fs.s3a.secret.key=hunter2",
            "--conf=spark.x.url=s3a://me:hunter2@texts/",
            "--output",
            "out",
            "--master",
            "local[1]");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out().lines().findFirst().orElse(""))
        .contains("org.apache.spark.deploy.SparkSubmit --class org.gqvae.jobs.Main")
        .contains("--conf 'spark.x=a b' --conf 'spark.authenticate.secret=(redacted)' ")
        .contains(" '--conf=spark.x.url=s3a://(redacted)@texts/' --master 'local[1]'")
        .doesNotContain("hunter2")
        .endsWith("gqvae.jar count --input 'a b.txt' --output out");
    assertThat(dry.out()).contains("reads     a b.txt: 16 bytes in 1 splits", "writes    out/");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"077, rw-------, rwx------", "002, rw-rw-r--, rwxrwxr-x"})
  void givesFilesThePermissionsOfTheUmask(String umask, String files, String directories)
      throws Exception {
    String line =
        "umask "
            + umask
            + "; exec '"
            + SCRIPT
            + "' count --driver-memory 1g --input 'a b.txt' --output out";
    Command count = Command.run(directory, List.of("bash", "-c", line));
    assertThat(count.exitCode()).as(count.err()).isZero();
    try (Stream<Path> written = Files.walk(directory.resolve("out"))) {
      assertThat(written)
          .hasSizeGreaterThan(3)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo(Files.isDirectory(path) ? directories : files));
    }
  }

  @Test
  void plansByWhatSparkIsTold() throws Exception {
    Command dry =
        submit(
            "count",
            "--dry-run",
            "--input",
            "/in/a b.txt",
            "--output",
            "/in/out",
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.hadoop.fs.defaultFS=viewfs://texts",
            "--conf",
            "spark.hadoop.fs.viewfs.mounttable.texts.link./in=" + directory.toUri());
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains(" --deploy-mode cluster ", "reads     /in/a b.txt: 16 bytes in 1 ");
  }

  @Test
  void givesMainsExitCodesWithoutAStackTrace() throws Exception {
    Command wrong = submit("count", "--input", "missing", "--output", "out");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err().lines()).singleElement().asString().contains("Input does not exist");
  }

  @Test
  void tellsAFailedTaskInOneLine() throws Exception {
    Files.writeString(directory.resolve("torn.txt.gz"), "no gzip");
    Command failed = submit("count", "--input", "torn.txt.gz", "--output", "out");
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err().lines())
        .singleElement()
        .asString()
        .startsWith("gqvae: Cannot read file:")
        .contains("torn.txt.gz");
  }

  @Test
  void drawsBarsThatFitTheTerminalOfStderr() throws Exception {
    Command count =
        onATerminal("count --input 'a b.txt' --output out --driver-memory 1g --json > out.json");
    assertThat(count.exitCode()).as(count.out()).isZero();
    assertThat(count.out().lines().filter(line -> line.startsWith("count ")))
        .isNotEmpty()
        .allSatisfy(bar -> assertThat(bar).hasSize(49));
    assertThat(directory.resolve("out.json")).content().startsWith("{").hasLineCount(1);
  }

  @Test
  void coloursHelpOnATerminalUnlessToldNotTo() throws Exception {
    assertThat(onATerminal("count --help").out()).contains("\033[", "--quiet", "--json");
    assertThat(onATerminal("count --help", "NO_COLOR=1").out())
        .contains("--quiet")
        .doesNotContain("\033");
    assertThat(submit("count", "--help").out()).contains("--quiet").doesNotContain("\033");
  }

  @Test
  void tellsWhatIsWrongAsJson() throws Exception {
    Command wrong = submit("count", "--json", "--master");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).isEqualTo("gqvae: --master needs a value\n");
    assertThat(wrong.out()).contains("\"exit_code\":2", "[\"--master needs a value\"]");
  }

  @Test
  void refusesAJavaThatIsNotThere() throws Exception {
    Command wrong =
        Command.run(
            directory, List.of("env", "JAVA_HOME=/nowhere", SCRIPT.toString(), "--version"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("JAVA_HOME is /nowhere", "Set JAVA_HOME to a JDK 17");
  }

  @Test
  void saysWhyJavaDoesNotStart() throws Exception {
    String line = "ulimit -v 300000; exec '" + SCRIPT + "' count --json --input a --output out";
    Command wrong = Command.run(directory, List.of("bash", "-c", line));
    assertSaid(wrong, 2, "does not start \\(exit code 1\\): Error occurred .* \\(ulimit -a\\)\\.");
  }

  @Test
  void saysThatThereIsNoPlaceForTemporaryFiles() throws Exception {
    Command wrong =
        Command.run(
            directory, List.of("env", "TMPDIR=/nowhere", SCRIPT.toString(), "count", "--json"));
    assertSaid(wrong, 1, "Cannot write to /nowhere\\. Free space there, or set TMPDIR .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--driver-memory; banana; expected a size such as 4g or 900m",
        "--conf; spark.executor.memory=4q; expected a size such as 4g or 900m",
        "--master; nonsense; expected local\\[N\\], .*",
        "--master; local[x]; expected local\\[N\\], .*",
        "--deploy-mode; banana; expected client or cluster",
        "--executor-cores; 0; expected a number from 1 on",
        "--conf; novalue; expected KEY=VALUE, such as .*",
        "--properties-file; missing.conf; is no file that can be read\\. .*"
      })
  void refusesAWrongOptionOfSpark(String option, String value, String message) throws Exception {
    for (String[] words :
        List.of(new String[] {option, value}, new String[] {option + "=" + value})) {
      Command wrong = submit(with(words, "count", "--json"));
      assertSaid(wrong, 2, "Invalid .*: .*,? " + message);
      assertThat(wrong.err()).contains(value.substring(value.indexOf('=') + 1)).hasLineCount(1);
    }
  }

  @Test
  void saysThatSparkEndedBeforeTheVerbBegan() throws Exception {
    Command wrong = submit("count", "--json", "--conf", "spark.driver.memory=9999999t");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err())
        .contains("gqvae: Spark or Java ended before the verb began (exit code 1)");
    assertThat(wrong.out()).startsWith("{\"verb\":null,\"exit_code\":1,").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "KILL; 137; The JVM was killed \\(SIGKILL\\), .*",
        "SEGV; 134; The JVM has crashed \\(SIGABRT\\)\\. Its report is .*/hs_err_pid\\d+\\.log.*"
      })
  void saysHowItsJvmDied(String signal, int code, String message) throws Exception {
    assertSaid(
        stopped(signal, running -> running.process().children().findFirst().get().pid()),
        code,
        message);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void handsSignalsOnToItsJvm(String signal, int code) throws Exception {
    assertSaid(
        stopped(signal, running -> running.process().pid()),
        code,
        "Stopped by SIG" + signal + "\\. Nothing is in out; run the same line again");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  /** What comes of a command that holds its lease when a process of it is sent a signal. */
  private Command stopped(String signal, ToLongFunction<Command.Running> process) throws Exception {
    Files.writeString(directory.resolve("a b.txt"), "the cat\n".repeat(2_000_000));
    List<String> words =
        List.of(
            "env",
            "--default-signal=INT,HUP", // background processes may inherit that they are ignored
            SCRIPT.toString(),
            "count",
            "--json",
            "--quiet",
            "--input",
            "a b.txt",
            "--output",
            "out",
            "--set",
            "input.split-bytes=10kB");
    try (Command.Running running = Command.begin(directory, words)) {
      running.await(directory.resolve("out/_lease.json"));
      String pid = String.valueOf(process.applyAsLong(running));
      new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
      return running.end();
    }
  }

  /** That a command said why it ended in the last line of stderr and in one line of JSON. */
  private static void assertSaid(Command command, int code, String message) {
    assertThat(command.exitCode()).as(command.err()).isEqualTo(code);
    assertThat(command.err().lines().reduce("", (first, second) -> second))
        .matches("gqvae: (.* )?" + message);
    assertThat(command.out().lines().filter(line -> line.startsWith("{")))
        .singleElement()
        .asString()
        .contains("\"exit_code\":" + code + ",")
        .containsPattern("\"problems\":\\[\"(.* )?" + message.replace("\"", "\\\\\"") + "\"]");
  }

  /** Runs a line of options on a terminal of 50 columns; what it shows is the result's stdout. */
  private Command onATerminal(String line, String... environment) throws Exception {
    assumeThat(Path.of("/usr/bin/script")).isExecutable();
    List<String> words = new ArrayList<>(List.of("env", "-u", "NO_COLOR"));
    words.addAll(List.of(environment));
    String shell = "stty cols 50; '" + SCRIPT + "' " + line;
    words.addAll(List.of("/usr/bin/script", "-qec", shell, "/dev/null"));
    return Command.run(directory, words);
  }

  private static String[] with(String[] line, String output, String... more) {
    List<String> words = new ArrayList<>(List.of(line));
    words.add(output);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Command submit(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(SCRIPT.toString()));
    all.addAll(List.of(words));
    return Command.run(directory, all);
  }
}
