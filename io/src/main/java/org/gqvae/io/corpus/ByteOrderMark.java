package org.gqvae.io.corpus;

/** The three bytes that some programs put before text in UTF-8. */
final class ByteOrderMark {
  private static final int BYTES = 3;

  private ByteOrderMark() {}

  /** Where a record begins: behind the mark where it is the stream's first and has one. */
  static int skip(RecordBytes record) {
    return record.offset() == 0 ? skip(record.bytes(), record.from(), record.to()) : record.from();
  }

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
