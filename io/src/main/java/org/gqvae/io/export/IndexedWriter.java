package org.gqvae.io.export;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes ids one behind the other, and remembers the documents' lengths for an index beside them.
 */
abstract class IndexedWriter implements SequenceWriter {
  final String name;
  final ExportLayout layout;
  final Configuration hadoop;
  final NumberFile numbers;
  final DocumentLengths lengths = new DocumentLengths();
  private final Path directory;

  /** Begins {@code name}. */
  IndexedWriter(Path directory, String name, ExportLayout layout, Configuration hadoop)
      throws IOException {
    this.directory = directory;
    this.name = name;
    this.layout = layout;
    this.hadoop = hadoop;
    this.numbers = NumberFile.create(path(name), hadoop);
  }

  /** Another file beside it. */
  final Path path(String other) {
    return new Path(directory, other);
  }

  @Override
  public final void write(int[] ids, int from, int to) throws IOException {
    numbers.ids(ids, from, to, layout);
    lengths.write(ids, from, to);
  }

  @Override
  public final void endDocument() {
    lengths.endDocument();
  }

  @Override
  public final boolean isEmpty() {
    return lengths.size() == 0;
  }

  @Override
  public final void close() throws IOException {
    numbers.close();
  }
}
