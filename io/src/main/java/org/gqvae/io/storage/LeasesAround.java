package org.gqvae.io.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.gqvae.io.failure.UsageException;

/** Leases of other commands that are in the way of one that would write a directory. */
final class LeasesAround {
  private final Path directory;
  private final FileSystem files;
  private final LeasePace pace;

  /**
   * @param directory qualified
   */
  LeasesAround(Path directory, FileSystem files, LeasePace pace) {
    this.directory = directory;
    this.files = files;
    this.pace = pace;
  }

  /** The file of a directory's lease. */
  static LeaseFile file(Path directory, FileSystem files) {
    return new LeaseFile(new Path(directory, Lease.NAME), files);
  }

  /** Checks the directory itself. */
  void checkDirectory() throws IOException {
    check(directory);
  }

  /** Checks the directories above, and those right in the directory. */
  void checkSurroundings() throws IOException {
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      try {
        check(above);
      } catch (AccessControlException | AccessDeniedException e) {
        // nor can this user's commands have a lease there
      }
    }
    try {
      for (FileStatus child : files.listStatus(directory)) {
        if (child.isDirectory()) {
          check(child.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      // nothing is in it
    }
  }

  private void check(Path place) throws IOException {
    Optional<LeaseFile.Entry> entry = file(place, files).read();
    if (entry.isPresent() && pace.isAlive(entry.get())) {
      throw refusal(place, entry.get());
    }
  }

  /** The refusal to write the directory while a living command holds {@code place}. */
  UsageException refusal(Path place, LeaseFile.Entry entry) {
    return new UsageException(
        "Output %s %s being written by %s. Wait for the end of that command, or give another --output; if it was killed, try again in %d seconds"
            .formatted(
                directory,
                place.equals(directory) ? "is" : "cannot be written while " + place + " is",
                entry,
                pace.term().plus(pace.watch()).toSeconds()));
  }
}
