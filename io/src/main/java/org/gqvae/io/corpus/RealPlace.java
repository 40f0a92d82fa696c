package org.gqvae.io.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a path leads: on local disks with its symbolic links followed, as far as something is
 * there.
 *
 * @param path from the root on
 */
record RealPlace(String path) {
  private static final String SEPARATOR = Path.SEPARATOR;

  static RealPlace of(FileSystem files, Path path) throws IOException {
    if (!(files instanceof LocalFileSystem local)) {
      return new RealPlace(files.makeQualified(path).toString());
    }
    java.nio.file.Path there = local.pathToFile(path).toPath().toAbsolutePath().normalize();
    List<String> missing = new ArrayList<>();
    while (!Files.exists(there)) {
      missing.add(0, there.getFileName().toString());
      there = there.getParent();
    }
    java.nio.file.Path real = there.toRealPath();
    for (String name : missing) {
      real = real.resolve(name);
    }
    return new RealPlace(real.toString());
  }

  /** Whether this is {@code directory} or below it. */
  boolean isIn(RealPlace directory) {
    return asDirectory(path).startsWith(asDirectory(directory.path));
  }

  /** The names that lead here from a directory that this {@link #isIn}. */
  List<String> namesFrom(RealPlace directory) {
    String below = asDirectory(path).substring(asDirectory(directory.path).length());
    return below.isEmpty() ? List.of() : List.of(below.split(SEPARATOR));
  }

  private static String asDirectory(String path) {
    return path.endsWith(SEPARATOR) ? path : path + SEPARATOR;
  }
}
