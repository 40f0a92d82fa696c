package org.gqvae.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** A command on its way; closing it ends it by force. */
  public record Running(List<String> words, Process process, Path outFile, Path errFile)
      implements AutoCloseable {

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
