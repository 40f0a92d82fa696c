package org.gqvae.io.export;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes ids one behind the other, as nanoGPT and llm.c read them. */
final class TokenStreamWriter implements SequenceWriter {
  /** The count in llm.c's header is an int32. */
  static final int MOST_TOKENS = Integer.MAX_VALUE;

  private static final int HEADER_INTS = 256;
  private static final int MAGIC_OF_16_BITS = 20240520;
  private static final int VERSION_OF_16_BITS = 1;
  private static final int MAGIC_OF_32_BITS = 20240801;
  private static final int VERSION_OF_32_BITS = 7;

  private final String name;
  private final ExportLayout layout;
  private final NumberFile file;
  private long documents;
  private long tokens;

  private TokenStreamWriter(String name, ExportLayout layout, NumberFile file) {
    this.name = name;
    this.layout = layout;
    this.file = file;
  }

  /** Begins a file that holds nothing but ids. */
  static TokenStreamWriter withoutHeader(
      Path directory, String name, ExportLayout layout, Configuration hadoop) throws IOException {
    return new TokenStreamWriter(
        name, layout, NumberFile.create(new Path(directory, name), hadoop));
  }

  /**
   * Begins a file of {@code tokens} ids with the header of llm.c: 256 int32, of which the first
   * three are a magic number, a version, and the number of ids.
   */
  static TokenStreamWriter withHeader(
      Path directory, String name, ExportLayout layout, long tokens, Configuration hadoop)
      throws IOException {
    TokenStreamWriter writer = withoutHeader(directory, name, layout, hadoop);
    boolean wide = layout.ids() != IdType.UINT16;
    int[] header = new int[HEADER_INTS];
    header[0] = wide ? MAGIC_OF_32_BITS : MAGIC_OF_16_BITS;
    header[1] = wide ? VERSION_OF_32_BITS : VERSION_OF_16_BITS;
    header[2] = Math.toIntExact(tokens);
    for (int value : header) {
      writer.file.put32(value);
    }
    return writer;
  }

  @Override
  public void write(int[] ids, int from, int to) throws IOException {
    file.ids(ids, from, to, layout);
    tokens += to - from;
  }

  @Override
  public void endDocument() {
    documents++;
  }

  @Override
  public boolean isEmpty() {
    return tokens == 0;
  }

  @Override
  public List<ExportedFile> commit() throws IOException {
    return List.of(ExportedFile.ofIds(name, file.commit(), documents, tokens));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
