package org.gqvae.io.failure;

/**
 * The command started and could not finish. The command line ends with exit code 1 and prints the
 * message, which says what happened, where, and what to do about it.
 */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobFailedException(String message) {
    super(message);
  }

  public JobFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
