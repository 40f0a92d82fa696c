package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gqvae.testing.Example;

/**
 * Runs examples by python3. Where it or a package that they import is not installed, their tests
 * are skipped, also where CI=true.
 */
public final class Python {
  private static final Pattern NOT_INSTALLED =
      Pattern.compile("^ModuleNotFoundError: (No module named '\\w+')", Pattern.MULTILINE);

  private Python() {}

  /** The whole numbers that an example prints, in their order. */
  public static List<Integer> numbers(Path directory, Example example)
      throws IOException, InterruptedException {
    assertThat(example.language()).isEqualTo("python");
    return Pattern.compile("\\d+")
        .matcher(output(directory, example.text()))
        .results()
        .map(number -> Integer.valueOf(number.group()))
        .toList();
  }

  private static String output(Path directory, String program)
      throws IOException, InterruptedException {
    Command python = run(directory, Files.writeString(directory.resolve("example.py"), program));
    Matcher missing = NOT_INSTALLED.matcher(python.err());
    if (missing.find()) {
      abort(missing.group(1));
    }
    assertThat(python.exitCode()).as(python.err()).isZero();
    return python.out();
  }

  private static Command run(Path directory, Path program) throws InterruptedException {
    try {
      return Command.run(directory, List.of("python3", program.toString()));
    } catch (IOException e) {
      return abort("There is no python3: " + e.getMessage());
    }
  }
}
