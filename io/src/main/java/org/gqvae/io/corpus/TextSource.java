package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.Arrays;

/** A document a line. */
final class TextSource implements RecordSource {
  private final FileRange file;
  private final LineScanner lines;
  private final CorpusSpec spec;

  TextSource(FileRange file, LineScanner lines, CorpusSpec spec) {
    this.file = file;
    this.lines = lines;
    this.spec = spec;
  }

  @Override
  public CorpusRecord next() throws IOException {
    if (!lines.next()) {
      return null;
    }
    if (lines.isTooLong()) {
      return Rejected.tooLong(file.name(), lines.offset(), lines.length(), spec, lines.copy());
    }
    return switch (spec.textContent()) {
      case BYTES -> document(lines.from(), lines.to());
      case LINES -> nextLine();
    };
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private CorpusRecord nextLine() {
    int from = ByteOrderMark.skip(lines);
    int to = lines.to();
    if (from == to && !lines.isEnded()) {
      return null; // the mark is all of the file
    }
    boolean endsInReturn = lines.isEnded() && to > from && lines.bytes()[to - 1] == '\r';
    return document(from, endsInReturn ? to - 1 : to);
  }

  private Document document(int from, int to) {
    return new Document(
        file.name() + "#" + lines.offset(), Arrays.copyOfRange(lines.bytes(), from, to));
  }
}
