package org.gqvae.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tests need and not every machine has. Without it they are skipped; where the environment
 * variable {@code CI} is {@code true}, they fail.
 */
public final class Needed {
  private Needed() {}

  /**
   * Real texts of {@code -Dgqvae.corpora=DIR}: a file or folder of DIR, DIR itself by {@code ""}.
   */
  public static Path corpora(String name) {
    Path path = Path.of(System.getProperty("gqvae.corpora", "../../shared/corpora"), name);
    check(Files.exists(path), "There is no " + path + ". Give real texts by -Dgqvae.corpora=DIR");
    return path;
  }

  /**
   * Goes on where what a test needs is there.
   *
   * @param problem what is missing, and how to get it
   */
  public static void check(boolean isThere, String problem) {
    check(isThere, problem, "true".equals(System.getenv("CI")));
  }

  static void check(boolean isThere, String problem, boolean mustBeThere) {
    if (!isThere && mustBeThere) {
      fail(problem + ". No test is skipped where CI=true");
    }
    if (!isThere) {
      abort(problem);
    }
  }
}
