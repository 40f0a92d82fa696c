package org.gqvae.io.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;

/**
 * Reads a column of lists of int32 in one row group, a row's list at a time.
 *
 * <pre>{@code
 * list.next();
 * for (int i = list.from(); i < list.to(); i++) {
 *   use(list.values()[i]);
 * }
 * }</pre>
 *
 * <p>Parquet's own {@code ColumnReader} takes value by value, each with its two levels. Here a page
 * is decoded at once, which takes half of the time for token ids, decompression included.
 */
public final class IntListReader {
  /** Entries of a page that are decoded at once: few enough to stay in a core's first cache. */
  private static final int BLOCK = 1 << 11;

  private final ColumnDescriptor column;
  private final PageReader pages;
  private final int[] dictionary; // by place; empty where there is none

  // The lists at hand, of a page and what the pages before have left.
  private int[] values = {};
  private int[] starts = {
    0
  }; // (rows + 1)  where a row's list begins in values; the end of the last
  private int rows;
  private int row = -1;

  private final PaddedBytes bytes = new PaddedBytes(); // of a page
  private final int[] repetitionsOfBlock = new int[BLOCK];
  private final int[] definitionsOfBlock = new int[BLOCK];

  /**
   * @param column a required list of required int32
   */
  IntListReader(ColumnDescriptor column, PageReader pages) {
    this.column = IntListWriter.checked(column);
    this.pages = pages;
    this.dictionary = dictionary();
  }

  /** Steps to the next row, which there must be. */
  public void next() {
    row++;
    while (row + 1 >= rows && readPage()) {
      continue; // the list that a page ends with may go on in the next one
    }
    if (row >= rows) {
      throw new IllegalArgumentException("fewer lists than rows");
    }
  }

  /** Holds the row's list in {@code [from..to)}, until the next row. */
  public int[] values() {
    return values;
  }

  /** Where the row's list begins in {@link #values}. */
  public int from() {
    return starts[row];
  }

  /** Where the row's list ends in {@link #values}. */
  public int to() {
    return starts[row + 1];
  }

  private int[] dictionary() {
    DictionaryPage page = pages.readDictionaryPage();
    if (page == null) {
      return new int[0];
    }
    try {
      Dictionary found = page.getEncoding().initDictionary(column, page);
      int[] numbers = new int[found.getMaxId() + 1];
      Arrays.setAll(numbers, found::decodeToInt);
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean readPage() {
    DataPage page = pages.readPage();
    if (page == null) {
      return false;
    }
    if (page.getValueCount() > pages.getTotalValueCount()) {
      throw new IllegalArgumentException("a page of more values than its column");
    }
    dropRowsBefore();
    try {
      if (page instanceof DataPageV1 v1) {
        readV1(v1);
      } else {
        readV2((DataPageV2) page);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  /** Leaves the row at hand, which may go on, if there is one. */
  private void dropRowsBefore() {
    int first = Math.min(row, rows);
    int left = starts[rows] - starts[first];
    System.arraycopy(values, starts[first], values, 0, left);
    rows -= first;
    row -= first;
    starts[0] = 0;
    starts[rows] = left;
  }

  private void readV1(DataPageV1 page) throws IOException {
    if (page.getRlEncoding() != Encoding.RLE || page.getDlEncoding() != Encoding.RLE) {
      throw new IllegalArgumentException(
          "levels by " + page.getRlEncoding() + " and " + page.getDlEncoding());
    }
    bytes.hold(page.getBytes());
    int definitionsAt = endOfLevels(0);
    int valuesAt = endOfLevels(definitionsAt);
    appendRows(
        page.getValueCount(),
        levels(Integer.BYTES, definitionsAt),
        levels(definitionsAt + Integer.BYTES, valuesAt),
        valuesAt,
        page.getValueEncoding());
  }

  private void readV2(DataPageV2 page) throws IOException {
    bytes.hold(page.getRepetitionLevels(), page.getDefinitionLevels(), page.getData());
    int definitionsAt = (int) page.getRepetitionLevels().size();
    int valuesAt = definitionsAt + (int) page.getDefinitionLevels().size();
    appendRows(
        page.getValueCount(),
        levels(0, definitionsAt),
        levels(definitionsAt, valuesAt),
        valuesAt,
        page.getDataEncoding());
  }

  /** Where the levels end whose length, and they behind it, begin at a place of the page. */
  private int endOfLevels(int at) {
    int length = ByteBuffer.wrap(bytes.array()).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    if (length < 0 || length > bytes.size() - at - Integer.BYTES) {
      throw new IllegalArgumentException("levels of " + length + " bytes, more than their page");
    }
    return at + Integer.BYTES + length;
  }

  private HybridDecoder levels(int from, int to) {
    return new HybridDecoder(bytes.array(), from, to, 1);
  }

  /**
   * Appends a page's rows, and what it has of the row before, to those at hand.
   *
   * @param repetitions of each entry: 0 where a row begins
   * @param definitions 1 where there is a value, 0 for an empty list
   */
  private void appendRows(
      int entries,
      HybridDecoder repetitions,
      HybridDecoder definitions,
      int valuesAt,
      Encoding encoding)
      throws IOException {
    int start = starts[rows];
    int end = start;
    starts = grown(starts, rows + 1 + entries);
    for (int left = entries; left > 0; ) {
      int run = Math.min(repetitions.run(), definitions.run());
      int block = Math.min(BLOCK, Math.min(run, left));
      if (repetitions.repeats(1) && definitions.repeats(1)) { // they go on with a row
        repetitions.skip(block);
        definitions.skip(block);
        end += block;
      } else {
        repetitions.decode(repetitionsOfBlock, 0, block);
        definitions.decode(definitionsOfBlock, 0, block);
        for (int i = 0; i < block; i++) {
          if (repetitionsOfBlock[i] == 0) {
            starts[rows++] = end;
          }
          end += definitionsOfBlock[i];
        }
      }
      left -= block;
    }
    if (rows == 0 && entries > 0) {
      throw new IllegalArgumentException("a list that begins before its row");
    }
    starts[rows] = end;
    values = grown(values, end);
    if (end > start) {
      readValues(valuesAt, encoding, start, end);
    }
  }

  private void readValues(int from, Encoding encoding, int start, int end) throws IOException {
    byte[] encoded = bytes.array();
    int to = bytes.size();
    if (encoding.usesDictionary()) {
      HybridDecoder places = new HybridDecoder(encoded, from + 1, to, encoded[from]);
      for (int at = start; at < end; at += BLOCK) {
        int block = Math.min(BLOCK, end - at);
        places.decode(values, at, block);
        for (int i = at; i < at + block; i++) {
          values[i] = dictionary[values[i]];
        }
      }
    } else {
      ValuesReader reader = encoding.getValuesReader(column, ValuesType.VALUES);
      reader.initFromPage(
          end - start, ByteBufferInputStream.wrap(ByteBuffer.wrap(encoded, from, to - from)));
      for (int i = start; i < end; i++) {
        values[i] = reader.readInteger();
      }
    }
  }

  private static int[] grown(int[] array, int length) {
    return length <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(length, 2 * array.length));
  }
}
