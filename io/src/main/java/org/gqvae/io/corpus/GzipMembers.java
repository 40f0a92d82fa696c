package org.gqvae.io.corpus;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The decompressed members of a gzip file, one after the other. Zeros behind the last are padding,
 * as gunzip takes them; anything else there is damage.
 */
final class GzipMembers extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final BufferedInputStream file;
  private InputStream member; // null behind the last

  GzipMembers(InputStream file) throws IOException {
    this.file = new BufferedInputStream(file, BUFFER_BYTES);
    this.member = openMember();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (member != null) {
      int read = readMember(bytes, offset, length);
      if (read >= 0) {
        return read;
      }
      member = next();
    }
    return -1;
  }

  private int readMember(byte[] bytes, int offset, int length) throws IOException {
    try {
      return member.read(bytes, offset, length);
    } catch (EOFException e) {
      throw ContentException.cut("gzip");
    }
  }

  private InputStream openMember() throws IOException {
    try {
      return new GzipCompressorInputStream(file);
    } catch (EOFException e) {
      throw ContentException.cut("gzip");
    }
  }

  @Override
  public void close() throws IOException {
    if (member != null) {
      member.close(); // gives its memory outside the heap back
    }
    file.close();
  }

  /** The member that begins here; null where there is none. */
  private InputStream next() throws IOException {
    file.mark(2);
    boolean isMember = file.read() == 0x1f && file.read() == 0x8b;
    file.reset();
    if (isMember) {
      return openMember();
    }
    Padding.check(new byte[0], file, Signature.GZIP);
    return null;
  }
}
