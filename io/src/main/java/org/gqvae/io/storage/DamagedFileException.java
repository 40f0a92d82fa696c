package org.gqvae.io.storage;

import org.apache.hadoop.fs.Path;

/** A file does not hold what its format asks for. */
public final class DamagedFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /**
   * @param problem what is wrong, without the path: {@code "a word stands twice"}
   */
  public DamagedFileException(Path path, String problem) {
    super(path + ": " + problem);
    this.problem = problem;
  }

  /** Damage that a library told by {@code cause}. */
  public DamagedFileException(Path path, Throwable cause) {
    this(path, "it is no Parquet file or a damaged one");
    initCause(cause);
  }

  /** What is wrong, without the path. */
  public String problem() {
    return problem;
  }
}
