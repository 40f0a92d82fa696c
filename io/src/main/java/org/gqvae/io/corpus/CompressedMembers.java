package org.gqvae.io.corpus;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The decompressed members of a gzip or bzip2 file, one after the other. Zeros behind the last are
 * padding, as gunzip takes them; anything else there is damage.
 */
final class CompressedMembers extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};

  /** What the bzip2 stream says where the file ends too early; gzip's has an exception for it. */
  private static final String CUT = "Unexpected end of stream";

  /** Decompresses the member that begins here, and reads nothing behind it. */
  @FunctionalInterface
  private interface Opener {
    InputStream open(InputStream file) throws IOException;
  }

  private final BufferedInputStream file;
  private final Signature kind;
  private final byte[] beginning; // of each member
  private final Opener opener;
  private InputStream member; // null behind the last

  private CompressedMembers(InputStream file, Signature kind, byte[] beginning, Opener opener)
      throws IOException {
    this.file = new BufferedInputStream(file, BUFFER_BYTES);
    this.kind = kind;
    this.beginning = beginning;
    this.opener = opener;
    this.member = openMember();
  }

  static CompressedMembers gzip(InputStream file) throws IOException {
    return new CompressedMembers(file, Signature.GZIP, GZIP, GzipCompressorInputStream::new);
  }

  /** Hadoop's stream would take a file that is cut between blocks for a whole one. */
  static CompressedMembers bzip2(InputStream file) throws IOException {
    return new CompressedMembers(file, Signature.BZIP2, BZIP2, BZip2CompressorInputStream::new);
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

  @Override
  public void close() throws IOException {
    if (member != null) {
      member.close(); // gives its memory outside the heap back
    }
    file.close();
  }

  private int readMember(byte[] bytes, int offset, int length) throws IOException {
    try {
      return member.read(bytes, offset, length);
    } catch (IOException e) {
      if (e instanceof EOFException || CUT.equals(e.getMessage())) {
        throw ContentException.cut(kind.toString());
      }
      throw e;
    }
  }

  private InputStream openMember() throws IOException {
    try {
      return opener.open(file);
    } catch (IOException e) {
      if (e instanceof EOFException || file.read() < 0) {
        throw ContentException.cut(kind.toString());
      }
      throw e;
    }
  }

  /** The member that begins here; null where there is none. */
  private InputStream next() throws IOException {
    file.mark(beginning.length);
    byte[] head = file.readNBytes(beginning.length);
    if (!Arrays.equals(head, beginning)) {
      Padding.check(head, file, kind);
      return null;
    }
    file.reset();
    return openMember();
  }
}
