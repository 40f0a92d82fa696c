package org.gqvae.io.corpus;

import java.io.IOException;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/** Which names in a directory are read, by one name of a glob. */
final class NamePattern {
  /** What is read of a directory that is named as a whole. */
  static final NamePattern ANY = any();

  private final String pattern;
  private final GlobFilter filter;

  private NamePattern(String pattern) throws IOException {
    this.pattern = pattern;
    this.filter = new GlobFilter(pattern);
  }

  /**
   * The pattern in Hadoop's syntax.
   *
   * @throws IOException when it is malformed
   */
  static NamePattern of(String pattern) throws IOException {
    return new NamePattern(pattern);
  }

  private static NamePattern any() {
    try {
      return of("*");
    } catch (IOException e) {
      throw new AssertionError("A star is a pattern", e);
    }
  }

  /** Whether it is one name, rather than a pattern of names. */
  boolean isLiteral() {
    return !filter.hasPattern();
  }

  /** The name that a literal pattern is. */
  Path name() {
    return new Path(null, null, pattern.replaceAll("\\\\(.)", "$1"));
  }

  /** Whether it matches a name, read or skipped. */
  boolean matches(String name) {
    return filter.accept(new Path(null, null, name));
  }

  /**
   * Whether it leaves out a name that begins with {@code _} or {@code .}, as it does not itself.
   */
  boolean skips(String name) {
    return (name.startsWith("_") || name.startsWith("."))
        && !pattern.startsWith(name.substring(0, 1));
  }
}
