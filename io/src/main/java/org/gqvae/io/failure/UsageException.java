package org.gqvae.io.failure;

import java.util.List;

/**
 * The command cannot start as it was asked for: a wrong setting, an input that is not there, an
 * output that exists. The command line ends with exit code 2 and prints each problem on a line.
 *
 * <p>A problem names what is wrong, its value, its place and the remedy: {@code Invalid
 * train.rounds: 0 (conf/demo.conf:14), expected >= 1}.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  public UsageException(String problem) {
    this(List.of(problem));
  }

  /**
   * @throws IllegalArgumentException when there is no problem
   */
  public UsageException(List<String> problems) {
    super(String.join("\n", problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("A UsageException needs at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** All problems, each in one line. */
  public List<String> problems() {
    return problems;
  }
}
