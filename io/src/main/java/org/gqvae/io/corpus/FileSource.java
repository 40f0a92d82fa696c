package org.gqvae.io.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A file that is one document. */
final class FileSource implements RecordSource {
  private final FileRange file;
  private final InputStream in;
  private final int maxBytes;
  private boolean done;

  /**
   * @param in the file's decompressed bytes
   */
  FileSource(FileRange file, InputStream in, int maxBytes) {
    this.file = file;
    this.in = in;
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

  private Document document(byte[] text) {
    return new Document(file.name() + "#0", text);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
