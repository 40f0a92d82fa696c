package org.gqvae.io.corpus;

/** The three bytes that some programs put before text in UTF-8. */
final class ByteOrderMark {
  private static final int BYTES = 3;

  private ByteOrderMark() {}

  /** Where the text in {@code bytes[from..to)} begins: behind the mark where it has one. */
  static int skip(byte[] bytes, int from, int to) {
    boolean marked =
        to - from >= BYTES
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    return marked ? from + BYTES : from;
  }
}
