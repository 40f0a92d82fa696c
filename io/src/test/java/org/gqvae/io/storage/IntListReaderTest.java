package org.gqvae.io.storage;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntListReaderTest {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .addField(Types.requiredList().requiredElement(INT32).named("l"))
          .named("m");
  private static final ColumnDescriptor COLUMN = SCHEMA.getColumns().get(0);
  private static final HeapByteBufferAllocator MEMORY = HeapByteBufferAllocator.getInstance();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0,true,2000", "PARQUET_1_0,false,2000", "PARQUET_1_0,true,1000000",
    "PARQUET_2_0,true,2000", "PARQUET_2_0,false,2000", "PARQUET_2_0,true,1000000"
  })
  void readsWhatParquetItselfWrites(WriterVersion version, boolean withDictionary, int pageBytes)
      throws IOException {
    List<int[]> lists = lists(new SplittableRandom(3), 3_000);
    var path = new org.apache.hadoop.fs.Path(folder.resolve("lists.parquet").toUri());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(path)
            .withType(SCHEMA)
            .withWriterVersion(version)
            .withDictionaryEncoding(withDictionary)
            .withPageSize(pageBytes)
            .build()) {
      SimpleGroupFactory rows = new SimpleGroupFactory(SCHEMA);
      for (int[] list : lists) {
        Group row = rows.newGroup();
        Group elements = row.addGroup("l");
        for (int value : list) {
          elements.addGroup("list").add("element", value);
        }
        writer.write(row);
      }
    }
    try (RowGroupReader file = RowGroupReader.open(path, schema -> schema, new Configuration())) {
      for (int[] list : lists) {
        assertThat(file.nextRow()).isTrue();
        file.list(0).next();
        assertThat(current(file.list(0))).isEqualTo(list);
      }
      assertThat(file.nextRow()).isFalse();
    }
  }

  @Test
  void readsListsThatGoOnOverPages() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 40; round++) {
      List<int[]> lists = lists(random, 1 + random.nextInt(60));
      IntListReader reader = new IntListReader(COLUMN, pages(lists, random));
      for (int[] list : lists) {
        reader.next();
        assertThat(current(reader)).isEqualTo(list);
      }
      assertThatThrownBy(reader::next).hasMessage("fewer lists than rows");
    }
  }

  @Test
  void findsOnlyValuesOfTheirBitsInAnyBytesOrRefusesThem() {
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    int rounds = 2_000;
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = new byte[1 + random.nextInt(40) + HybridDecoder.PADDING];
      random.nextBytes(bytes);
      int bits = random.nextInt(20);
      int[] values = new int[10];
      try {
        HybridDecoder decoder =
            new HybridDecoder(bytes, 0, bytes.length - HybridDecoder.PADDING, bits);
        decoder.decode(values, 0, 4);
        decoder.decode(values, 4, 6);
        assertThat(Arrays.stream(values).map(value -> value >>> bits)).containsOnly(0);
      } catch (RuntimeException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, rounds - 1);
  }

  private static int[] current(IntListReader reader) {
    return Arrays.copyOfRange(reader.values(), reader.from(), reader.to());
  }

  /** Lists of few and of many values, of repeated ones, and empty ones. */
  private static List<int[]> lists(SplittableRandom random, int rows) {
    List<int[]> lists = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int length = Math.max(0, random.nextInt(random.nextInt(10) == 0 ? 300 : 30) - 6);
      int highest = random.nextBoolean() ? 1 : 5_000;
      lists.add(random.ints(length, 0, highest + 1).toArray());
    }
    return lists;
  }

  /** Pages that end anywhere, each by the dictionary of all values or without it. */
  private static PageReader pages(List<int[]> lists, SplittableRandom random) throws IOException {
    int[] dictionary = lists.stream().flatMapToInt(Arrays::stream).distinct().toArray();
    List<int[]> entries = new ArrayList<>(); // repetition, definition, value
    for (int[] list : lists) {
      for (int i = 0; i < list.length; i++) {
        entries.add(new int[] {i == 0 ? 0 : 1, 1, list[i]});
      }
      if (list.length == 0) {
        entries.add(new int[] {0, 0, 0});
      }
    }
    List<DataPage> pages = new ArrayList<>();
    for (int from = 0; from < entries.size(); ) {
      int to = Math.min(entries.size(), from + 1 + random.nextInt(200));
      pages.add(page(entries.subList(from, to), dictionary, random.nextBoolean()));
      from = to;
    }
    PlainValuesWriter distinct = new PlainValuesWriter(64, 1 << 16, MEMORY);
    Arrays.stream(dictionary).forEach(distinct::writeInteger);
    DictionaryPage dictionaryPage =
        new DictionaryPage(distinct.getBytes(), dictionary.length, Encoding.PLAIN);
    Iterator<DataPage> rest = pages.iterator();
    return new PageReader() {
      @Override
      public DictionaryPage readDictionaryPage() {
        return dictionaryPage;
      }

      @Override
      public long getTotalValueCount() {
        return entries.size();
      }

      @Override
      public DataPage readPage() {
        return rest.hasNext() ? rest.next() : null;
      }
    };
  }

  private static DataPage page(List<int[]> entries, int[] dictionary, boolean byDictionary)
      throws IOException {
    var repetitions = new RunLengthBitPackingHybridValuesWriter(1, 64, 1 << 16, MEMORY);
    var definitions = new RunLengthBitPackingHybridValuesWriter(1, 64, 1 << 16, MEMORY);
    PlainValuesWriter plain = new PlainValuesWriter(64, 1 << 16, MEMORY);
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(0, dictionary.length - 1));
    var places = new RunLengthBitPackingHybridEncoder(bits, 64, 1 << 16, MEMORY);
    for (int[] entry : entries) {
      repetitions.writeInteger(entry[0]);
      definitions.writeInteger(entry[1]);
      if (entry[1] == 1) {
        plain.writeInteger(entry[2]);
        places.writeInt(
            IntStream.range(0, dictionary.length)
                .filter(place -> dictionary[place] == entry[2])
                .findFirst()
                .orElseThrow());
      }
    }
    BytesInput values =
        byDictionary
            ? BytesInput.concat(BytesInput.from(new byte[] {(byte) bits}), places.toBytes())
            : plain.getBytes();
    byte[] bytes =
        BytesInput.concat(repetitions.getBytes(), definitions.getBytes(), values).toByteArray();
    return new DataPageV1(
        BytesInput.from(bytes),
        entries.size(),
        bytes.length,
        Statistics.createStats(COLUMN.getPrimitiveType()),
        Encoding.RLE,
        Encoding.RLE,
        byDictionary ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN);
  }
}
