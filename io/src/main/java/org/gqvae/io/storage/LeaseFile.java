package org.gqvae.io.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The file of a {@link Lease}. Its modification time is when the holder was last heard of. */
final class LeaseFile {
  /**
   * What a file says.
   *
   * @param holder empty where the file is not complete: it is written after it is made
   */
  record Entry(Optional<LeaseHolder> holder, Instant renewed) {
    /** Whether the holder is known to have ended. */
    boolean hasEnded() {
      return holder.filter(named -> named.hasEnded(renewed)).isPresent();
    }

    /** Whether it is the entry of that holder. */
    boolean isOf(LeaseHolder other) {
      return holder.filter(other::equals).isPresent();
    }

    /** For messages. */
    @Override
    public String toString() {
      return "%s, last renewed at %s"
          .formatted(holder.map(LeaseHolder::toString).orElse("a command"), renewed);
    }
  }

  private static final int ATTEMPTS = 5;

  private final Path path;
  private final FileSystem files;

  LeaseFile(Path path, FileSystem files) {
    this.path = path;
    this.files = files;
  }

  /** Whether {@link #create} is one act; in an object store two may succeed at once. */
  boolean isExclusive() throws IOException {
    return !files.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /**
   * Makes the file, with missing directories above it; false where it is there already, or was
   * until this moment.
   */
  boolean create(LeaseHolder holder) throws IOException {
    if (files instanceof RawLocalFileSystem local) { // whose create looks first, and makes then
      if (!files.mkdirs(path.getParent())) {
        throw new IOException("Cannot make the directory " + path.getParent());
      }
      try {
        Files.write(
            local.pathToFile(path).toPath(),
            JsonFile.bytes(holder),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        return true;
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        return false; // no such file: an earlier holder has just removed the directory
      }
    }
    FSDataOutputStream out;
    try {
      out = files.create(path, false);
    } catch (IOException e) { // file systems have different ones for what is there
      if (files.exists(path)) {
        return false;
      }
      throw e;
    }
    try (out) {
      out.write(JsonFile.bytes(holder));
    }
    return true;
  }

  /** What the file says; empty where there is none. */
  Optional<Entry> read() throws IOException {
    for (int attempt = 1; true; attempt++) {
      try {
        return readOnce();
      } catch (PathIOException e) { // S3A's, where the file is replaced while it is opened
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Optional<Entry> readOnce() throws IOException {
    try {
      FileStatus status = files.getFileStatus(path);
      try (InputStream in = files.open(path)) {
        return Optional.of(
            new Entry(
                holder(in.readAllBytes()), Instant.ofEpochMilli(status.getModificationTime())));
      }
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      return Optional.empty();
    }
  }

  private static Optional<LeaseHolder> holder(byte[] content) {
    try {
      return Optional.of(JsonFile.parse(content, LeaseHolder.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Says that the holder lives. Where files have times to set, none is made or overwritten. */
  void renew(LeaseHolder holder, Instant now) throws IOException {
    if (isExclusive()) {
      files.setTimes(path, now.toEpochMilli(), -1);
    } else {
      replace(holder);
    }
  }

  /** Writes the file over what is there. */
  void replace(LeaseHolder holder) throws IOException {
    try (FSDataOutputStream out = files.create(path, true)) {
      out.write(JsonFile.bytes(holder));
    }
  }

  void delete() throws IOException {
    files.delete(path, false);
  }
}
