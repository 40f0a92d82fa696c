package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium that opens a page and tells what has become of it. */
final class Chromium {
  private static final int MINUTES = 5;

  private final Path program;
  private final Path folder;

  /**
   * @param folder for pages and the browser's profile
   */
  Chromium(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Where it is, if it is on the PATH. */
  static Optional<Path> find() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(place -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A page as it stands when its scripts have run.
   *
   * @param dom its document as HTML
   * @param console what the browser says of it: errors, exceptions, requests that are blocked
   */
  record Shown(String dom, List<String> console) {}

  /** Opens a page from a file. */
  Shown open(String page) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("page.html"), page);
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--virtual-time-budget=5000",
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(program + " is not done in " + MINUTES + " minutes");
    }
    String messages = new String(Files.readAllBytes(log), UTF_8);
    if (process.exitValue() != 0) {
      throw new IllegalStateException(program + " has failed: " + messages);
    }
    return new Shown(
        Files.readString(dom), messages.lines().filter(line -> line.contains(":CONSOLE")).toList());
  }
}
