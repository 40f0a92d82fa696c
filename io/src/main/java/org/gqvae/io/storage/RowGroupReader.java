package org.gqvae.io.storage;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads one Parquet file column by column into primitive values, row by row, in order. Damaged
 * pages are told from their checksums.
 *
 * <pre>{@code
 * try (RowGroupReader file = RowGroupReader.open(path, schema -> schema, hadoop)) {
 *   while (file.nextRow()) {
 *     count += file.column(0).getLong();
 *     file.column(0).consume();
 *   }
 * }
 * }</pre>
 *
 * <p>Every method that reads throws {@link DamagedFileException} for a file that is no Parquet or a
 * damaged one; an {@link IOException} is a failure of the file system. Opening one that is
 * encrypted, or has a column to read that no codec is there for, throws {@link
 * org.gqvae.io.failure.UsageException}.
 */
public final class RowGroupReader implements Closeable {
  private final Path path;
  private final ParquetFileReader file;
  private final PageMemory memory;
  private final MessageType projection;
  private final long start;
  private final long end;
  private int nextGroup;
  private long rowNumber = -1;

  // Of the current row group, by leaf column of the projection, those that have been asked for.
  private final ColumnReader[] values;
  private final IntListReader[] lists;
  private PageReadStore pages;
  private ColumnReadStore columns;
  private long rowsLeftInGroup;

  /**
   * Bytes {@code [start, end)} of a file.
   *
   * @param end behind the last column, which is in the file; a sum of the columns' lengths could
   *     lead out of it
   */
  public record Extent(long start, long end) {
    private static Extent of(BlockMetaData group) {
      long start = Long.MAX_VALUE;
      long end = 0;
      for (ColumnChunkMetaData column : group.getColumns()) {
        start = Math.min(start, column.getStartingPos());
        end = Math.max(end, column.getStartingPos() + column.getTotalSize());
      }
      return new Extent(start, end);
    }
  }

  private RowGroupReader(
      Path path,
      ParquetFileReader file,
      PageMemory memory,
      MessageType projection,
      long start,
      long end) {
    this.path = path;
    this.file = file;
    this.memory = memory;
    this.projection = projection;
    this.start = start;
    this.end = end;
    this.values = new ColumnReader[projection.getColumns().size()];
    this.lists = new IntListReader[values.length];
  }

  /**
   * Opens a file.
   *
   * @param project gives the columns to read from the file's schema; it may refuse the schema by
   *     throwing
   */
  public static RowGroupReader open(
      Path path, UnaryOperator<MessageType> project, Configuration hadoop) throws IOException {
    return open(path, 0, Long.MAX_VALUE, project, hadoop);
  }

  /**
   * Opens the row groups of a file whose middles lie in {@code [start, end)}, by their bytes in the
   * file: of ranges that cut a file, each row group is in one, as parquet-mr and Spark have it.
   *
   * @param project as in {@link #open(Path, UnaryOperator, Configuration)}
   */
  public static RowGroupReader open(
      Path path, long start, long end, UnaryOperator<MessageType> project, Configuration hadoop)
      throws IOException {
    Source source = new Source(path, Storage.of(path, hadoop));
    PageMemory memory = PageMemory.of(path);
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop)
            .usePageChecksumVerification()
            .withCodecFactory(memory.checked(HadoopCodecs.newFactory(hadoop, 0)))
            .build();
    ParquetFileReader file = guarded(path, () -> ParquetFileReader.open(source, options));
    try {
      FooterPlaces.check(path, file, guarded(path, source::getLength));
      MessageType projection = project.apply(file.getFileMetaData().getSchema());
      UnsupportedParquet.checkCodecs(path, file, projection, options.getCodecFactory());
      file.setRequestedSchema(projection);
      return new RowGroupReader(path, file, memory, projection, start, end);
    } catch (RuntimeException e) {
      file.close();
      UnsupportedParquet.refuse(path, e);
      throw e;
    }
  }

  /** The file's columns, projected or not. */
  public MessageType schema() {
    return file.getFileMetaData().getSchema();
  }

  /** The footer's entries. */
  public Map<String, String> footer() {
    return file.getFileMetaData().getKeyValueMetaData();
  }

  /** All rows of the file, wherever their row groups are. */
  public long rows() {
    return file.getRecordCount();
  }

  /** Where the row groups are that this reads. */
  public List<Extent> groups() {
    return file.getRowGroups().stream().filter(this::isInRange).map(Extent::of).toList();
  }

  /** The number of the current row among all rows of the file, from 0. */
  public long rowNumber() {
    return rowNumber;
  }

  /**
   * Steps to the next row. The columns of the row before must have been consumed.
   *
   * @return false when there is none
   */
  public boolean nextRow() throws IOException {
    while (rowsLeftInGroup == 0) {
      if (nextGroup == file.getRowGroups().size()) {
        return false;
      }
      BlockMetaData group = file.getRowGroups().get(nextGroup);
      if (group.getRowCount() > 0 // Parquet refuses to read an empty one
          && isInRange(group)) {
        memory.check(group, projection);
        PageReadStore read = guarded(path, () -> file.readRowGroup(nextGroup));
        read(() -> startGroup(memory.checked(read)));
        rowsLeftInGroup = group.getRowCount();
      } else {
        rowNumber += group.getRowCount();
      }
      nextGroup++;
    }
    rowsLeftInGroup--;
    rowNumber++;
    return true;
  }

  /**
   * The reader of the projection's {@code index}-th leaf column, value by value, at the current
   * row: ask anew in each row.
   */
  public ColumnReader column(int index) {
    if (values[index] == null) {
      values[index] = columns.getColumnReader(projection.getColumns().get(index));
    }
    return values[index];
  }

  /**
   * The reader of the projection's {@code index}-th leaf column, a required list of required int32,
   * a list at a time, in place of {@link #column}: ask anew in each row. It stands at the row
   * before until {@link IntListReader#next} is called.
   */
  public IntListReader list(int index) {
    if (lists[index] == null) {
      ColumnDescriptor column = projection.getColumns().get(index);
      lists[index] = new IntListReader(column, pages.getPageReader(column));
    }
    return lists[index];
  }

  /** Runs {@code step}, which reads from columns, and tells damage from it. */
  public void read(Runnable step) {
    try {
      step.run();
    } catch (DamagedFileException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DamagedFileException(path, e);
    } catch (OutOfMemoryError e) { // not passed on as the cause: Spark ends a JVM that throws one
      throw memory.tooLarge("a page");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean isInRange(BlockMetaData group) {
    Extent extent = Extent.of(group);
    long middle = extent.start() + (extent.end() - extent.start()) / 2;
    return middle >= start && middle < end;
  }

  private void startGroup(PageReadStore group) {
    for (ColumnDescriptor column : projection.getColumns()) {
      checkValues(column, group);
    }
    pages = group;
    columns =
        new ColumnReadStoreImpl(
            group, new NoConverters(projection), projection, file.getFileMetaData().getCreatedBy());
    Arrays.fill(values, null);
    Arrays.fill(lists, null);
  }

  /** Behind its last value, a column gives that again for as many rows as are asked for. */
  private void checkValues(ColumnDescriptor column, PageReadStore group) {
    long values = group.getPageReader(column).getTotalValueCount();
    boolean isFlat = column.getMaxRepetitionLevel() == 0;
    if (values < group.getRowCount() || isFlat && values > group.getRowCount()) {
      throw new DamagedFileException(
          path,
          "column %s has %,d values in %,d rows"
              .formatted(String.join(".", column.getPath()), values, group.getRowCount()));
    }
  }

  @FunctionalInterface
  private interface ParquetCall<T> {
    T call() throws IOException;
  }

  /** Whatever Parquet throws that the file system has not is damage. */
  private static <T> T guarded(Path path, ParquetCall<T> call) throws IOException {
    try {
      return call.call();
    } catch (StorageFailure e) {
      throw e.failure;
    } catch (RuntimeException | IOException e) {
      UnsupportedParquet.refuse(path, e);
      throw new DamagedFileException(path, e);
    } catch (OutOfMemoryError e) { // as in read
      throw PageMemory.of(path).tooLarge("a page");
    }
  }

  /** A failure of the file system on its way through Parquet. */
  private static final class StorageFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException failure;

    StorageFailure(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  /** A file of {@link Storage}, as Parquet sees it. */
  private record Source(Path path, FileSystem files) implements InputFile {
    @Override
    public long getLength() throws IOException {
      try {
        return files.getFileStatus(path).getLen();
      } catch (IOException e) {
        throw new StorageFailure(e);
      }
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      try {
        return new SourceStream(files.open(path));
      } catch (IOException e) {
        throw new StorageFailure(e);
      }
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  private static final class SourceStream extends DelegatingSeekableInputStream {
    private final FSDataInputStream in;

    SourceStream(FSDataInputStream in) {
      super(
          new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
              try {
                return super.read();
              } catch (IOException e) {
                throw new StorageFailure(e);
              }
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              try {
                return super.read(target, offset, length);
              } catch (IOException e) {
                throw new StorageFailure(e);
              }
            }
          });
      this.in = in;
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }
  }

  /** Values are taken from the columns, so the converters that Parquet asks for have no work. */
  private static final class NoConverters extends GroupConverter {
    private final List<Type> fields;

    NoConverters(GroupType group) {
      this.fields = group.getFields();
    }

    @Override
    public Converter getConverter(int index) {
      Type field = fields.get(index);
      return field.isPrimitive()
          ? new PrimitiveConverter() {}
          : new NoConverters(field.asGroupType());
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
