package org.gqvae.io.corpus;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;

/** A document a line: line ends within it become one space. */
final class TextOutput implements DocumentOutput {
  private static final int BUFFER_BYTES = 1 << 16;

  private final AtomicFile file;
  private final OutputStream out;

  TextOutput(Path path, Configuration hadoop) throws IOException {
    file = AtomicFile.create(path, hadoop);
    out = new BufferedOutputStream(file.stream(), BUFFER_BYTES);
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
  public void commit() throws IOException {
    out.flush();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
