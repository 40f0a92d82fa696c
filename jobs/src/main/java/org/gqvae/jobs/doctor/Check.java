package org.gqvae.jobs.doctor;

import java.io.Serializable;

/**
 * What came of looking at one thing.
 *
 * @param name of the thing, a word or two
 * @param found what it is
 * @param reason why that matters; empty where it is right
 * @param remedy what to do about it; empty where it is right
 */
public record Check(String name, Verdict verdict, String found, String reason, String remedy)
    implements Serializable {
  /** Whether a thing is as it must be. */
  public enum Verdict {
    RIGHT,
    WRONG
  }

  static Check right(String name, String found) {
    return new Check(name, Verdict.RIGHT, found, "", "");
  }

  static Check wrong(String name, String found, String reason, String remedy) {
    return new Check(name, Verdict.WRONG, found, reason, remedy);
  }

  /** A session that did not open, or has ended. */
  public static Check ofSession(String master, Exception failure) {
    return wrong(
        "session",
        master + ": " + message(failure),
        "without a session of Spark nothing runs",
        "look whether the master runs and can be reached, and at Spark's messages above");
  }

  /** The failure as one line. */
  static String message(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? "" : root.getMessage().strip();
    return root.getClass().getSimpleName()
        + text.lines().findFirst().map(line -> ": " + line).orElse("");
  }
}
