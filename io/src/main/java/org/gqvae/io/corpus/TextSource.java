package org.gqvae.io.corpus;

import java.io.IOException;

/** A document a line. */
final class TextSource implements RecordSource {
  private final FileRange file;
  private final LineScanner lines;

  TextSource(FileRange file, LineScanner lines) {
    this.file = file;
    this.lines = lines;
  }

  @Override
  public CorpusRecord next() throws IOException {
    if (!lines.next()) {
      return null;
    }
    if (lines.isTooLong()) {
      return Rejected.tooLong(file.name(), lines.offset(), lines.length(), lines.copy());
    }
    return new Document(file.name() + "#" + lines.offset(), lines.copy());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
