package org.gqvae.io.storage;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that appears whole or not at all: filled under a temporary name beside its place,
 * then renamed. Without a commit nothing is left.
 *
 * <pre>{@code
 * try (AtomicDirectory directory = AtomicDirectory.create(target, hadoop)) {
 *   AtomicFile.write(new Path(directory.path(), "a.txt"), bytes, hadoop);
 *   directory.commit();
 * }
 * }</pre>
 */
public final class AtomicDirectory implements Closeable {
  private final Path target;
  private final Path temporary;
  private final FileSystem files;
  private final Configuration hadoop;
  private boolean committed;

  private AtomicDirectory(Path target, FileSystem files, Configuration hadoop) {
    this.target = target;
    this.temporary = TemporaryName.beside(target);
    this.files = files;
    this.hadoop = hadoop;
  }

  /** Begins a directory; missing directories above it are made. */
  public static AtomicDirectory create(Path directory, Configuration hadoop) throws IOException {
    Path target = new Path(directory.toString()); // a path made from a URI may end in a slash
    AtomicDirectory unfinished = new AtomicDirectory(target, Storage.of(target, hadoop), hadoop);
    unfinished.files.mkdirs(unfinished.temporary);
    return unfinished;
  }

  /** Where its files are to be put for now. */
  public Path path() {
    return temporary;
  }

  /**
   * Publishes the directory.
   *
   * @throws IOException when something but an empty directory has its name
   */
  public void commit() throws IOException {
    if (!Storage.isVacant(target, hadoop)) {
      throw new IOException("Cannot write " + target + ": it exists");
    }
    files.delete(target, false); // an empty one; a rename would move into it
    rename(temporary, target);
    committed = true;
  }

  /** Publishes the directory in place of what has its name. */
  public void commitReplacing() throws IOException {
    if (Storage.isVacant(target, hadoop)) {
      commit();
      return;
    }
    Path old = TemporaryName.beside(target);
    rename(target, old);
    try {
      rename(temporary, target);
    } catch (IOException e) {
      files.rename(old, target);
      throw e;
    }
    committed = true;
    files.delete(old, true);
  }

  /** Gives the directory up where it was not committed. */
  @Override
  public void close() throws IOException {
    if (!committed) {
      files.delete(temporary, true);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }
}
