package org.gqvae.io.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A file that appears whole or not at all: written under a temporary name that begins with a dot,
 * then renamed over what stood there. Without {@link #commit} nothing is left.
 *
 * <pre>{@code
 * try (AtomicFile file = AtomicFile.create(path, hadoop)) {
 *   file.stream().write(bytes);
 *   file.commit();
 * }
 * }</pre>
 *
 * <p>Each attempt has a temporary name of its own, so that attempts of one task may overlap; {@link
 * Storage#sweep} deletes what killed ones left.
 */
public final class AtomicFile implements Closeable {
  /**
   * What stands on the file system.
   *
   * @param bytes its length
   * @param sha256 of its bytes, 64 lower-case hexadecimal digits
   */
  public record Written(Path path, long bytes, String sha256) {}

  private final Path target;
  private final Path temporary;
  private final FileSystem files;
  private final DigestingStream stream;
  private boolean committed;

  private AtomicFile(Path target, Path temporary, FileSystem files, DigestingStream stream) {
    this.target = target;
    this.temporary = temporary;
    this.files = files;
    this.stream = stream;
  }

  /** Begins a file; missing directories above it are made. */
  public static AtomicFile create(Path target, Configuration hadoop) throws IOException {
    FileSystem files = Storage.of(target, hadoop);
    Path temporary = TemporaryName.beside(target);
    return new AtomicFile(
        target, temporary, files, new DigestingStream(files.create(temporary, false)));
  }

  /** Writes a small file at once. */
  public static Written write(Path target, byte[] content, Configuration hadoop)
      throws IOException {
    try (AtomicFile file = create(target, hadoop)) {
      file.stream().write(content);
      return file.commit();
    }
  }

  /** Takes the file's bytes; closing it does not publish the file. */
  public OutputStream stream() {
    return stream;
  }

  /** The bytes written so far. */
  public long position() {
    return stream.bytes;
  }

  /** Publishes the file. Nothing can be written to it afterwards. */
  public Written commit() throws IOException {
    stream.close();
    publish(files, temporary, target);
    committed = true;
    return new Written(target, stream.bytes, Storage.hex(stream.digest));
  }

  /** Gives the file up where it was not committed. */
  @Override
  public void close() throws IOException {
    if (!committed) {
      try {
        stream.close();
      } finally {
        files.delete(temporary, false);
      }
    }
  }

  /**
   * Renames a file over another; where the file system refuses that, the old one goes first. It
   * stays where the new one has been swept away: by a run that did not wait for this attempt.
   */
  private static void publish(FileSystem files, Path temporary, Path target) throws IOException {
    if (renamed(files, temporary, target)) {
      return;
    }
    if (files.exists(temporary)
        && files.exists(target)
        && !files.getFileStatus(target).isDirectory()) {
      files.delete(target, false);
      if (renamed(files, temporary, target)) {
        return;
      }
    }
    throw new IOException("Cannot rename " + temporary + " to " + target);
  }

  private static boolean renamed(FileSystem files, Path from, Path to) throws IOException {
    if (files.exists(to) && files.getFileStatus(to).isDirectory()) {
      return false; // a rename would move the file into it
    }
    try {
      return files.rename(from, to);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static final class DigestingStream extends OutputStream {
    private final FSDataOutputStream out;
    private final MessageDigest digest = Storage.sha256();
    private long bytes;
    private boolean closed;

    DigestingStream(FSDataOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      digest.update((byte) value);
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      digest.update(source, offset, length);
      bytes += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (out) {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync(); // the bytes are down before the name is
        }
      }
    }
  }
}
