package org.gqvae.io.storage;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Writes a column of lists of int32 in one row group, a row's list at a time, as pages of whole
 * rows.
 *
 * <p>Parquet's own {@code ColumnWriter} takes value by value and looks each up in a hash table for
 * its dictionary. Here a list is copied, and a page is encoded when it is full; the dictionary is
 * an array by value. For token ids, most of what is written, that takes some 30 % less time.
 */
public final class IntListWriter {
  private static final ByteBufferAllocator MEMORY = HeapByteBufferAllocator.getInstance();
  private static final int SLAB_BYTES = 1 << 16;

  private final PrimitiveType type;
  private final PageWriter pages;
  private final boolean withDictionary;
  private final int pageBytes;
  private final RunLengthBitPackingHybridValuesWriter repetitions = levels();
  private final RunLengthBitPackingHybridValuesWriter definitions = levels();

  // Of the page at hand.
  private int[] values = new int[1024];
  private int size;
  private int rows;
  private int emptyLists;

  // The dictionary, in the order in which values came first.
  private int[] distinct = new int[1024];
  private int distinctValues;
  private int[] places = new int[1024]; // by value: its place in the dictionary + 1, or 0

  /**
   * @param column a required list of required int32
   * @param withDictionary whether a value is written once, before the pages; values then are 0 or
   *     more, and four bytes are taken for each number up to the highest
   */
  IntListWriter(ColumnDescriptor column, PageWriter pages, boolean withDictionary, int pageBytes) {
    this.type = checked(column).getPrimitiveType();
    this.pages = pages;
    this.withDictionary = withDictionary;
    this.pageBytes = pageBytes;
  }

  /** The column, where it is a required list of required int32. */
  static ColumnDescriptor checked(ColumnDescriptor column) {
    if (column.getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.INT32
        || column.getMaxRepetitionLevel() != 1
        || column.getMaxDefinitionLevel() != 1) {
      throw new IllegalArgumentException(column + " is no required list of required int32");
    }
    return column;
  }

  /** Writes a row's list: {@code list[from..to)}, which is the caller's again afterwards. */
  public void write(int[] list, int from, int to) throws IOException {
    int length = to - from;
    if (length > values.length - size) {
      values = Arrays.copyOf(values, Math.max(Math.addExact(size, length), 2 * size));
    }
    System.arraycopy(list, from, values, size, length);
    size += length;
    rows++;
    repetitions.writeInteger(0);
    for (int i = 1; i < length; i++) {
      repetitions.writeInteger(1);
    }
    for (int i = 0; i < length; i++) {
      definitions.writeInteger(1);
    }
    if (length == 0) {
      definitions.writeInteger(0);
      emptyLists++;
    }
    if ((long) Integer.BYTES * size >= pageBytes) {
      endPage();
    }
  }

  /** What is held in memory: finished pages, compressed, and the unfinished one. */
  long bufferedBytes() {
    return pages.getMemSize() + (long) Integer.BYTES * (size + distinctValues);
  }

  /** Ends the last page, and writes the dictionary. */
  void flush() throws IOException {
    if (rows > 0) {
      endPage();
    }
    if (distinctValues > 0) {
      pages.writeDictionaryPage(
          new DictionaryPage(
              plain(distinct, distinctValues), distinctValues, Encoding.PLAIN_DICTIONARY));
    }
  }

  private void endPage() throws IOException {
    Statistics<?> statistics = statistics();
    boolean byDictionary = withDictionary && size > 0; // where there is one, that is
    pages.writePage(
        BytesInput.concat(
            repetitions.getBytes(),
            definitions.getBytes(),
            byDictionary ? placesInDictionary() : plain(values, size)),
        size + emptyLists,
        rows,
        statistics,
        Encoding.RLE,
        Encoding.RLE,
        byDictionary ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN);
    repetitions.reset();
    definitions.reset();
    size = 0;
    rows = 0;
    emptyLists = 0;
  }

  private Statistics<?> statistics() {
    IntStatistics statistics = (IntStatistics) Statistics.createStats(type);
    statistics.incrementNumNulls(emptyLists);
    if (size > 0) {
      int min = values[0];
      int max = values[0];
      for (int i = 1; i < size; i++) {
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
      statistics.setMinMax(min, max);
    }
    return statistics;
  }

  private static BytesInput plain(int[] values, int size) {
    PlainValuesWriter plain = new PlainValuesWriter(SLAB_BYTES, SLAB_BYTES, MEMORY);
    for (int i = 0; i < size; i++) {
      plain.writeInteger(values[i]);
    }
    return plain.getBytes();
  }

  /** The page's values as places in the dictionary, in as few bits as the highest takes. */
  private BytesInput placesInDictionary() throws IOException {
    for (int i = 0; i < size; i++) {
      values[i] = place(values[i]);
    }
    int bits = BytesUtils.getWidthFromMaxInt(distinctValues - 1);
    RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(bits, SLAB_BYTES, SLAB_BYTES, MEMORY);
    for (int i = 0; i < size; i++) {
      encoder.writeInt(values[i]);
    }
    return BytesInput.concat(BytesInput.from(new byte[] {(byte) bits}), encoder.toBytes());
  }

  private int place(int value) {
    if (value >= places.length) {
      places = Arrays.copyOf(places, Math.max(Math.addExact(value, 1), 2 * places.length));
    }
    if (places[value] == 0) {
      if (distinctValues == distinct.length) {
        distinct = Arrays.copyOf(distinct, 2 * distinctValues);
      }
      distinct[distinctValues++] = value;
      places[value] = distinctValues;
    }
    return places[value] - 1;
  }

  private static RunLengthBitPackingHybridValuesWriter levels() {
    return new RunLengthBitPackingHybridValuesWriter(1, 64, SLAB_BYTES, MEMORY);
  }
}
