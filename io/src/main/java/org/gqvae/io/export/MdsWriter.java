package org.gqvae.io.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;

/**
 * Writes a shard of MosaicML streaming: samples of one column {@code tokens}, each a document. A
 * shard begins with the offsets of its samples, so that their lengths must be known.
 */
public final class MdsWriter implements SequenceWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 2;
  private static final long LARGEST_SHARD = (1L << 32) - 1; // its offsets are uint32
  private static final int ONE_DIMENSION = 1 << 2;

  private final String name;
  private final ExportLayout layout;
  private final NumberFile file;
  private final DocumentLengths lengths;
  private int document; // at hand
  private boolean begun; // whether the document's shape is written

  private MdsWriter(String name, ExportLayout layout, NumberFile file, DocumentLengths lengths) {
    this.name = name;
    this.layout = layout;
    this.file = file;
    this.lengths = lengths;
  }

  /**
   * Begins a shard.
   *
   * @param lengths of the documents that will be written
   * @throws UsageException when they are too long for a shard
   */
  static MdsWriter create(
      Path directory,
      String name,
      ExportLayout layout,
      DocumentLengths lengths,
      Configuration hadoop)
      throws IOException {
    byte[] columns = JSON.writeValueAsBytes(columns(layout));
    long[] offsets = offsets(lengths, columns.length, layout, name);
    NumberFile file = NumberFile.create(new Path(directory, name), hadoop);
    file.put32(lengths.size());
    for (long offset : offsets) {
      file.put32((int) offset);
    }
    file.put(columns);
    return new MdsWriter(name, layout, file, lengths);
  }

  /**
   * Where samples begin in a shard, and behind them its length.
   *
   * @param columns bytes of what says which columns there are
   */
  static long[] offsets(DocumentLengths lengths, int columns, ExportLayout layout, String name) {
    long[] offsets = new long[lengths.size() + 1];
    offsets[0] = Integer.BYTES * (2L + lengths.size()) + columns;
    for (int i = 0; i < lengths.size(); i++) {
      offsets[i + 1] = offsets[i] + Integer.BYTES + bytes(lengths.get(i), layout);
    }
    if (offsets[lengths.size()] > LARGEST_SHARD) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "Cannot write %s: its documents take %,d bytes, expected at most %,d. Give a smaller"
                  + " export.shard-bytes.mds, or another --format for documents as long",
              name,
              offsets[lengths.size()],
              LARGEST_SHARD));
    }
    return offsets;
  }

  @Override
  public void write(int[] ids, int from, int to) throws IOException {
    if (!begun) {
      beginSample(lengths.get(document));
      begun = true;
    }
    file.ids(ids, from, to, layout);
  }

  @Override
  public void endDocument() {
    document++;
    begun = false;
  }

  @Override
  public boolean isEmpty() {
    return document == 0;
  }

  @Override
  public List<ExportedFile> commit() throws IOException {
    return List.of(ExportedFile.ofIds(name, file.commit(), document, lengths.sum()));
  }

  /**
   * Writes {@code index.json}, by which the shards of a directory are found.
   *
   * @param shards right in that directory, in their order
   */
  public static AtomicFile.Written writeIndex(
      Path directory, List<ExportedFile> shards, ExportLayout layout, Configuration hadoop)
      throws IOException {
    List<Map<String, Object>> entries = shards.stream().map(shard -> entry(shard, layout)).toList();
    Map<String, Object> index = new TreeMap<>(Map.of("shards", entries, "version", VERSION));
    return AtomicFile.write(
        new Path(directory, "index.json"), JSON.writeValueAsBytes(index), hadoop);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void beginSample(int length) throws IOException {
    file.put32(bytes(length, layout));
    int width = shapeWidth(length);
    file.put8(ONE_DIMENSION | Integer.numberOfTrailingZeros(width));
    switch (width) {
      case Byte.BYTES -> file.put8(length);
      case Short.BYTES -> file.put16(length);
      default -> file.put32(length);
    }
  }

  private static int bytes(int length, ExportLayout layout) {
    return Math.addExact(1 + shapeWidth(length), Math.multiplyExact(length, layout.ids().bytes()));
  }

  private static int shapeWidth(int length) {
    return length < 1 << Byte.SIZE
        ? Byte.BYTES
        : length < 1 << Short.SIZE ? Short.BYTES : Integer.BYTES;
  }

  private static Map<String, Object> entry(ExportedFile shard, ExportLayout layout) {
    Map<String, Object> raw = new TreeMap<>();
    raw.put("basename", new Path(shard.name()).getName());
    raw.put("bytes", shard.bytes());
    raw.put("hashes", Map.of());
    Map<String, Object> entry = columns(layout);
    entry.put("raw_data", raw);
    entry.put("samples", shard.documents());
    entry.put("zip_data", null);
    return entry;
  }

  /** What a shard says of its columns. */
  private static Map<String, Object> columns(ExportLayout layout) {
    Map<String, Object> columns = new TreeMap<>();
    columns.put("column_encodings", List.of("ndarray:" + Spelling.of(layout.ids())));
    columns.put("column_names", List.of("tokens"));
    columns.put("column_sizes", new Object[] {null});
    columns.put("compression", null);
    columns.put("format", "mds");
    columns.put("hashes", List.of());
    columns.put("size_limit", layout.shardBytes());
    columns.put("version", VERSION);
    return columns;
  }
}
