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

  /**
   * What could not be done, and the cause's own reason, or its kind where it gives none: {@code
   * cannot("read " + path, e)} is {@code Cannot read hdfs:/in: No route to host}.
   */
  public static JobFailedException cannot(String act, Exception cause) {
    String reason = cause.getMessage();
    return new JobFailedException(
        "Cannot " + act + ": " + (reason == null ? cause.getClass().getSimpleName() : reason),
        cause);
  }
}
