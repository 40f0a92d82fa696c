package org.gqvae.io.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A file that is one document. */
final class FileSource implements RecordSource {
  private final FileRange file;
  private final InputStream in;
  private final TextContent content;
  private final int maxBytes;
  private boolean done;

  /**
   * @param in the file's decompressed bytes
   */
  FileSource(FileRange file, InputStream in, TextContent content, int maxBytes) {
    this.file = file;
    this.in = in;
    this.content = content;
    this.maxBytes = maxBytes;
  }

  @Override
  public CorpusRecord next() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    return file.compression() == Compression.NONE ? readPlain() : readCompressed();
  }

  private CorpusRecord readPlain() throws IOException {
    if (file.bytes() > maxBytes) {
      byte[] beginning = in.readNBytes(Rejected.MAX_BYTES_OF_TOO_LONG);
      return Rejected.tooLong(file.name(), 0, file.bytes(), beginning);
    }
    byte[] text = new byte[(int) file.bytes()];
    int read = in.readNBytes(text, 0, text.length);
    if (read < text.length) {
      throw new EOFException("it ends after " + read + " of " + text.length + " bytes");
    }
    return document(text);
  }

  private CorpusRecord readCompressed() throws IOException {
    byte[] text = in.readNBytes(maxBytes);
    long more = 0;
    byte[] skipped = new byte[1 << 16];
    for (int read; (read = in.read(skipped)) >= 0; ) {
      more += read;
    }
    if (more > 0) {
      byte[] beginning = Arrays.copyOf(text, Math.min(text.length, Rejected.MAX_BYTES_OF_TOO_LONG));
      return Rejected.tooLong(file.name(), 0, text.length + more, beginning);
    }
    return document(text);
  }

  private Document document(byte[] bytes) {
    byte[] text =
        switch (content) {
          case BYTES -> bytes;
          case LINES -> lines(bytes);
        };
    return new Document(file.name() + "#0", text);
  }

  /** The text without a byte-order mark, each line ending at {@code \n} alone. */
  private static byte[] lines(byte[] text) {
    int to = 0;
    for (int at = ByteOrderMark.skip(text, 0, text.length); at < text.length; at++) {
      boolean endsLine = text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
      if (!endsLine) {
        text[to++] = text[at];
      }
    }
    return to == text.length ? text : Arrays.copyOf(text, to);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
