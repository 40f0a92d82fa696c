package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.tokens.RowSink;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Vocabulary;

/** Encodes documents and writes them, cut into rows of a number of tokens at most. */
final class DocumentWriter {
  private final RowSink rows;
  private final WordTable table;
  private final Vocabulary vocabulary;
  private final TokenBuffer buffer;
  private Document document;
  private int rowStart; // byte of the text that the open row begins with
  private int chunk;
  private boolean verifying;
  private boolean mismatch;
  private long tokens; // of all documents

  DocumentWriter(RowSink rows, WordTable table, Vocabulary vocabulary, int maxTokensPerRow) {
    this.rows = rows;
    this.table = table;
    this.vocabulary = vocabulary;
    this.buffer = new TokenBuffer(maxTokensPerRow, this::endFullRow);
  }

  /** Writes a document. */
  void write(Document document) throws IOException {
    writeRows(document, false);
  }

  /**
   * Writes a document and decodes what was written.
   *
   * @return whether that gave the document's text
   */
  boolean writeAndVerify(Document document) throws IOException {
    writeRows(document, true);
    return !mismatch;
  }

  /** The tokens of the documents written so far. */
  long tokens() {
    return tokens;
  }

  private void writeRows(Document next, boolean verify) throws IOException {
    document = next;
    verifying = verify;
    mismatch = false;
    rowStart = 0;
    chunk = 0;
    byte[] text = next.text();
    try {
      table.encode(text, 0, text.length, buffer);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (chunk == 0 || buffer.size() > 0) {
      endRow();
    }
    mismatch |= rowStart != text.length;
  }

  private void endFullRow() {
    try {
      endRow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void endRow() throws IOException {
    byte[] text = document.text();
    int rowEnd = Math.toIntExact(rowStart + buffer.bytes());
    if (verifying) {
      byte[] decoded = vocabulary.decode(buffer.ids(), 0, buffer.size());
      mismatch |= !Arrays.equals(decoded, 0, decoded.length, text, rowStart, rowEnd);
    }
    rows.write(
        document.id(),
        chunk,
        buffer.ids(),
        buffer.size(),
        Math.toIntExact(buffer.words()),
        Utf8.countCodePoints(text, rowStart, rowEnd),
        buffer.bytes(),
        document.kept());
    tokens += buffer.size();
    rowStart = rowEnd;
    chunk++;
    buffer.clear();
  }
}
