package org.gqvae.io.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A file that is one document. */
final class FileSource implements RecordSource {
  private final FileRange file;
  private final InputStream in;
  private final CorpusSpec spec;
  private final RecordRoom room;
  private boolean done;

  /**
   * @param in the file's decompressed bytes
   */
  FileSource(FileRange file, InputStream in, CorpusSpec spec) {
    this.file = file;
    this.in = in;
    this.spec = spec;
    this.room = new RecordRoom(spec.maxDocumentBytes());
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
    if (room.isTooLong(file.bytes())) {
      return tooLong(file.bytes(), in.readNBytes(Rejected.MAX_BYTES_OF_TOO_LONG));
    }
    room.check(file.bytes());
    byte[] text = room.buffer((int) file.bytes());
    int read = in.readNBytes(text, 0, text.length);
    if (read < text.length) {
      throw new EOFException("it ends after " + read + " of " + text.length + " bytes");
    }
    return document(text);
  }

  private CorpusRecord readCompressed() throws IOException {
    byte[] buffer = new byte[RecordRoom.FIRST_BYTES];
    int length = 0;
    for (int read; (read = in.read(buffer, length, buffer.length - length)) >= 0; ) {
      length += read;
      if (room.isOver(length)) {
        return passOver(length, buffer);
      }
      if (length == buffer.length) {
        buffer = room.grown(buffer);
      }
    }
    return document(Arrays.copyOf(buffer, length));
  }

  /** Reads a file to its end, of which so many bytes are read. */
  private Rejected passOver(long read, byte[] buffer) throws IOException {
    byte[] beginning = Arrays.copyOf(buffer, Rejected.MAX_BYTES_OF_TOO_LONG);
    long length = read;
    for (int more = 0; more >= 0; more = in.read(buffer)) {
      length += more;
    }
    room.check(length);
    return tooLong(length, beginning);
  }

  private Rejected tooLong(long bytes, byte[] beginning) {
    int kept = (int) Math.min(bytes, beginning.length);
    return Rejected.tooLong(file.name(), 0, bytes, spec, Arrays.copyOf(beginning, kept));
  }

  private Document document(byte[] bytes) {
    byte[] text =
        switch (spec.textContent()) {
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
    room.close();
    in.close();
  }
}
