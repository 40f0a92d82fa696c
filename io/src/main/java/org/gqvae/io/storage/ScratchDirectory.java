package org.gqvae.io.storage;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A directory for files that are needed for a while, gone with all of them when it is closed. */
public final class ScratchDirectory implements Closeable {
  private final Path path;
  private final Configuration hadoop;

  private ScratchDirectory(Path path, Configuration hadoop) {
    this.path = path;
    this.hadoop = hadoop;
  }

  /** A fresh one beside {@code place}, on the same file system. */
  public static ScratchDirectory beside(Path place, Configuration hadoop) throws IOException {
    Path path = TemporaryName.beside(new Path(place.toString())); // a URI's path may end in a slash
    Storage.of(path, hadoop).mkdirs(path);
    return new ScratchDirectory(path, hadoop);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Storage.of(path, hadoop).delete(path, true);
  }
}
