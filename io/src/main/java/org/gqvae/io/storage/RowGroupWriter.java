package org.gqvae.io.storage;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.codec.ZstandardCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one Parquet file column by column from primitive values, row by row, whole or not at all.
 *
 * <pre>{@code
 * try (RowGroupWriter file = RowGroupWriter.create(path, schema, Set.of(), settings, hadoop)) {
 *   for (...) {
 *     file.column(0).write(count, 0, 0);
 *     file.endRow();
 *   }
 *   file.commit(Map.of());
 * }
 * }</pre>
 *
 * <p>Columns are primitive values, or required lists of required int32. Its bytes are a function of
 * the rows, the schema, the settings and the footer's entries. What {@code ParquetWriter} would let
 * in is kept out: the padding of row groups to a file system's blocks, the codec that whoever came
 * first in this JVM has configured, and the order in which a hash set of this JVM gives a column's
 * encodings.
 */
public final class RowGroupWriter implements Closeable {
  private static final int STATISTICS_BYTES = 64;

  private final AtomicFile target;
  private final TargetStream stream;
  private final MessageType schema;
  private final ParquetSettings settings;
  private final ParquetProperties layout;
  private final CodecFactory codecs;
  private final ParquetFileWriter file;
  private final Set<String> dictionaryColumns;

  // Of the current row group; of each leaf column one or the other.
  private final ColumnWriter[] values;
  private final IntListWriter[] lists;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columns;
  private long rowsInGroup;
  private long rows;

  private RowGroupWriter(
      AtomicFile target,
      MessageType schema,
      Set<String> dictionaryColumns,
      ParquetSettings settings,
      Configuration hadoop)
      throws IOException {
    this.target = target;
    this.stream = new TargetStream(target);
    this.schema = schema;
    this.settings = settings;
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            .withPageSize(settings.pageBytes())
            .withDictionaryEncoding(false)
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .withAllocator(HeapByteBufferAllocator.getInstance())
            .withColumnIndexTruncateLength(STATISTICS_BYTES)
            .withStatisticsTruncateLength(STATISTICS_BYTES)
            .withPageWriteChecksumEnabled(true)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(100);
    for (String column : dictionaryColumns) {
      builder = builder.withDictionaryEncoding(column, true);
    }
    this.layout = builder.build();
    this.codecs = new OwnCodecs(settings, hadoop);
    this.file =
        new ParquetFileWriter(
            new Target(stream),
            schema,
            ParquetFileWriter.Mode.CREATE,
            settings.rowGroupBytes(),
            0,
            STATISTICS_BYTES,
            STATISTICS_BYTES,
            true);
    this.dictionaryColumns = dictionaryColumns;
    this.values = new ColumnWriter[schema.getColumns().size()];
    this.lists = new IntListWriter[values.length];
    file.start();
    startGroup();
  }

  /**
   * Begins a file.
   *
   * @param dictionaryColumns dotted paths of the columns whose values recur
   */
  public static RowGroupWriter create(
      Path path,
      MessageType schema,
      Set<String> dictionaryColumns,
      ParquetSettings settings,
      Configuration hadoop)
      throws IOException {
    AtomicFile target = AtomicFile.create(path, hadoop);
    try {
      return new RowGroupWriter(target, schema, dictionaryColumns, settings, hadoop);
    } catch (IOException | RuntimeException e) {
      target.close();
      throw e;
    }
  }

  /**
   * The writer of the schema's {@code index}-th leaf column, which is no list, of the row that is
   * being written: ask anew in each row.
   */
  public ColumnWriter column(int index) {
    return values[index];
  }

  /** As {@link #column}, of a column of lists. */
  public IntListWriter list(int index) {
    return lists[index];
  }

  /** Ends a row; each column must have got its value, or null, of it. */
  public void endRow() throws IOException {
    columns.endRecord();
    rowsInGroup++;
    rows++;
    if (bufferedBytes() >= settings.rowGroupBytes()) {
      flushGroup();
      startGroup();
    }
  }

  /** The rows ended so far. */
  public long rows() {
    return rows;
  }

  /** Publishes the file with {@code entries} in its footer. */
  public AtomicFile.Written commit(Map<String, String> entries) throws IOException {
    flushGroup();
    stream.holdBack();
    file.end(new TreeMap<>(entries));
    target.stream().write(FooterOrder.inOrder(stream.heldBack()));
    return target.commit();
  }

  /** Gives the file up where it was not committed. */
  @Override
  public void close() throws IOException {
    try {
      if (columns != null) {
        columns.close();
      }
      codecs.release();
    } finally {
      target.close();
    }
  }

  private void startGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(settings.codec().parquetName()),
            schema,
            layout.getAllocator(),
            layout.getColumnIndexTruncateLength(),
            layout.getPageWriteChecksumEnabled());
    columns = layout.newColumnWriteStore(withoutLists(), pages);
    for (int i = 0; i < values.length; i++) {
      ColumnDescriptor column = schema.getColumns().get(i);
      if (isList(column)) {
        lists[i] =
            new IntListWriter(
                column,
                pages.getPageWriter(column),
                dictionaryColumns.contains(String.join(".", column.getPath())),
                settings.pageBytes());
      } else {
        values[i] = columns.getColumnWriter(column);
      }
    }
    rowsInGroup = 0;
  }

  private MessageType withoutLists() {
    return new MessageType(
        schema.getName(),
        schema.getColumns().stream()
            .filter(column -> !isList(column))
            .map(column -> schema.getType(column.getPath()[0]))
            .toList());
  }

  private static boolean isList(ColumnDescriptor column) {
    return column.getMaxRepetitionLevel() > 0;
  }

  private long bufferedBytes() {
    long bytes = columns.getBufferedSize();
    for (IntListWriter list : lists) {
      bytes += list == null ? 0 : list.bufferedBytes();
    }
    return bytes;
  }

  private void flushGroup() throws IOException {
    if (rowsInGroup > 0) {
      file.startBlock(rowsInGroup);
      columns.flush();
      for (IntListWriter list : lists) {
        if (list != null) {
          list.flush();
        }
      }
      pages.flushToFileWriter(file);
      file.endBlock();
    }
    columns.close();
    columns = null;
  }

  /** Codecs of these settings alone: Parquet's own factory shares them throughout the JVM. */
  private static final class OwnCodecs extends CodecFactory {
    private final Configuration zstd;

    OwnCodecs(ParquetSettings settings, Configuration hadoop) {
      super(hadoop, settings.pageBytes());
      zstd = new Configuration(hadoop);
      zstd.setInt(ZstandardCodec.PARQUET_COMPRESS_ZSTD_LEVEL, settings.zstdLevel());
      zstd.setInt(ZstandardCodec.PARQUET_COMPRESS_ZSTD_WORKERS, 0);
      zstd.setBoolean(ZstandardCodec.PARQUET_COMPRESS_ZSTD_BUFFERPOOL_ENABLED, true);
    }

    @Override
    protected CompressionCodec getCodec(CompressionCodecName name) {
      if (name != CompressionCodecName.ZSTD) {
        return super.getCodec(name);
      }
      ZstandardCodec codec = new ZstandardCodec();
      codec.setConf(zstd);
      return codec;
    }
  }

  /** An {@link AtomicFile} as Parquet sees it: without blocks, so that nothing is padded. */
  private record Target(PositionOutputStream stream) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return stream;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return stream;
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  /** Hands bytes on to an {@link AtomicFile}, until it is told to hold them back. */
  private static final class TargetStream extends PositionOutputStream {
    private final AtomicFile file;
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private OutputStream out;

    TargetStream(AtomicFile file) {
      this.file = file;
      this.out = file.stream();
    }

    void holdBack() {
      out = tail;
    }

    byte[] heldBack() {
      return tail.toByteArray();
    }

    @Override
    public long getPos() {
      return file.position() + tail.size();
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() {} // the file ends when it is committed
  }
}
