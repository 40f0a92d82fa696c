package org.gqvae.io.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A file that appears whole or not at all, in place of what had its name. Without {@link #commit}
 * nothing is left, and what had its name stays until then.
 *
 * <pre>{@code
 * try (AtomicFile file = AtomicFile.create(path, hadoop)) {
 *   file.stream().write(bytes);
 *   file.commit();
 * }
 * }</pre>
 *
 * <p>Where there is a rename that replaces, on local disks and HDFS, it is written under a
 * temporary name beside its own, then renamed. Each attempt has a temporary name of its own, so
 * that attempts of one task may overlap; {@link Storage#sweep} deletes what killed ones left. An
 * object store has no rename, but shows an object only when it is complete: there it is written to
 * its own name.
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
  private final Publication publication;
  private final DigestingStream stream;
  private boolean committed;

  private AtomicFile(Path target, Publication publication) throws IOException {
    this.target = target;
    this.publication = publication;
    this.stream = new DigestingStream(publication.open(), target);
  }

  /** Begins a file; missing directories above it are made. */
  public static AtomicFile create(Path target, Configuration hadoop) throws IOException {
    return new AtomicFile(target, Publication.of(target, hadoop));
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
    publication.publish();
    committed = true;
    return new Written(target, stream.bytes, Storage.hex(stream.digest));
  }

  /** Gives the file up where it was not committed. */
  @Override
  public void close() throws IOException {
    if (!committed) {
      publication.discard(stream);
    }
  }

  private static final class DigestingStream extends OutputStream {
    /**
     * Java copies what it writes to a local disk, and longer copies take it three times as long.
     */
    private static final int LONGEST_WRITE = 1 << 16;

    private final FSDataOutputStream out;
    private final Path target;
    private final MessageDigest digest = Storage.sha256();
    private long bytes;
    private boolean closed;

    DigestingStream(FSDataOutputStream out, Path target) {
      this.out = out;
      this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
      try {
        out.write(value);
      } catch (IOException e) {
        throw withPath(e);
      }
      digest.update((byte) value);
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      for (int written = 0; written < length; ) {
        int piece = Math.min(length - written, LONGEST_WRITE);
        try {
          out.write(source, offset + written, piece);
        } catch (IOException e) {
          throw withPath(e);
        }
        digest.update(source, offset + written, piece);
        bytes += piece;
        written += piece;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw withPath(e);
      }
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
      } catch (IOException e) {
        throw withPath(e);
      }
    }

    /** Where a write fails, systems give the reason alone. */
    private IOException withPath(IOException e) {
      return new IOException(target + " (" + e.getMessage() + ")", e);
    }
  }
}
