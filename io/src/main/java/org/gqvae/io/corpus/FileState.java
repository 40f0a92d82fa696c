package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.Storage;

/**
 * What shows at little cost that a file is another than it was.
 *
 * @param bytes on disk
 * @param modified when it was last written, in milliseconds since 1970
 */
public record FileState(long bytes, long modified) implements Serializable {

  static FileState of(FileStatus file) {
    return new FileState(file.getLen(), file.getModificationTime());
  }

  /**
   * Looks whether the file at {@code path} is still in this state.
   *
   * @throws JobFailedException when it is not
   */
  void check(Path path, Configuration hadoop) throws IOException {
    check(path, of(Storage.of(path, hadoop).getFileStatus(path)));
  }

  /**
   * Compares the state of the file at {@code path} with this one.
   *
   * @throws JobFailedException when it is another
   */
  void check(Path path, FileState now) {
    if (bytes != now.bytes || !isSameTime(now)) {
      throw new JobFailedException(
          "Cannot read %s: it has changed since the command began (%s, now %s). Run the command again when nothing writes to the input"
              .formatted(path, this, now));
    }
  }

  /** Some object stores list milliseconds and tell of one object whole seconds alone. */
  private boolean isSameTime(FileState that) {
    boolean isRounded = modified % 1000 == 0 || that.modified % 1000 == 0;
    return modified == that.modified || (isRounded && modified / 1000 == that.modified / 1000);
  }

  @Override
  public String toString() {
    return "%,d bytes of %s".formatted(bytes, Instant.ofEpochMilli(modified));
  }
}
