package org.gqvae.io.storage;

import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Names of what is not finished: {@code .part-00000-of-00004.parquet.<random>.tmp} beside {@code
 * part-00000-of-00004.parquet}. Two attempts at one file never meet.
 */
final class TemporaryName {
  private static final Pattern SHAPE = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.tmp");

  private TemporaryName() {}

  /** A fresh name for what will be {@code target}, in the same directory. */
  static Path beside(Path target) {
    String name = "." + target.getName() + "." + UUID.randomUUID() + ".tmp";
    Path temporary = new Path(null, null, name); // a colon in it ends no scheme
    Path parent = target.getParent();
    return parent == null ? temporary : new Path(parent, temporary);
  }

  static boolean matches(String name) {
    return SHAPE.matcher(name).matches();
  }
}
