package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.OutputStream;

/** A document a line: line ends within it become one space. */
final class TextOutput implements DocumentOutput {
  private final OutputStream out;

  TextOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(Document document) throws IOException {
    byte[] text = document.text();
    int from = 0;
    while (from < text.length) {
      int to = from;
      while (to < text.length && text[to] != '\n') {
        to++;
      }
      out.write(text, from, to - from);
      if (to < text.length) {
        out.write(' ');
      }
      while (to < text.length && text[to] == '\n') {
        to++;
      }
      from = to;
    }
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
