package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.InputStream;

/** What may stand behind compressed data: zeros, with which tapes and block devices fill up. */
final class Padding {
  private static final int BUFFER_BYTES = 1 << 16;

  private Padding() {}

  /**
   * Reads a file to its end.
   *
   * @param head bytes that have been read already
   * @param kind of the data before them
   * @throws ContentException when anything but zeros is left
   */
  static void check(byte[] head, InputStream file, Signature kind) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = head.length;
    int bits = bits(head, head.length);
    for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
      bytes += read;
      bits |= bits(buffer, read);
    }
    if (bits != 0) {
      throw new ContentException(
          "its last %,d bytes, behind the end of the %s data, are no %s. Cut them off or compress it again"
              .formatted(bytes, kind, kind));
    }
  }

  private static int bits(byte[] bytes, int length) {
    int bits = 0;
    for (int i = 0; i < length; i++) {
      bits |= bytes[i];
    }
    return bits;
  }
}
