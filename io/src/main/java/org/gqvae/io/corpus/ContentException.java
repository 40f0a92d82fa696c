package org.gqvae.io.corpus;

import java.io.IOException;

/** A file does not hold what its name or its own beginning says. */
final class ContentException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what is wrong and what to do about it, without the path
   */
  ContentException(String problem) {
    super(problem);
  }

  /** A file that ends too early. */
  static ContentException cut(String kind) {
    return new ContentException("it is cut: it ends within its " + kind + " data");
  }
}
