package org.gqvae.io.storage;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages whose headers claim more than they hold, or than a heap has room for. */
class PageMemoryTest {
  private static final MessageType SCHEMA =
      Types.buildMessage().required(BINARY).as(stringType()).named("text").named("m");
  private static final byte[] ONE_VALUE = {1, 0, 0, 0, 'x'};

  private final Configuration hadoop = new Configuration();
  private final CompressionCodecFactory codecs = HadoopCodecs.newFactory(hadoop, 0);
  private Path file;

  @TempDir java.nio.file.Path directory;

  @BeforeEach
  void nameTheFile() {
    file = new Path(directory.resolve("text.parquet").toUri());
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "SNAPPY", "GZIP", "LZ4_RAW"})
  void refusesAPageThatIsSaidToBeLargerThanItCanBe(CompressionCodecName codec) throws IOException {
    BytesInput page = compressed(ONE_VALUE, codec);
    write(codec, null, page, Integer.MAX_VALUE);

    assertRefused(
        "a page is said to have 2,147,483,647 bytes, which %,d compressed ones cannot hold"
            .formatted(page.size()));
  }

  @Test
  void refusesADictionaryThatIsSaidToBeLargerThanItCanBe() throws IOException {
    BytesInput dictionary = compressed(ONE_VALUE, CompressionCodecName.ZSTD);
    BytesInput page = compressed(new byte[] {1, 2, 0}, CompressionCodecName.ZSTD);
    write(
        CompressionCodecName.ZSTD,
        new DictionaryPage(dictionary, 2_000_000_000, 1, Encoding.PLAIN),
        page,
        3);
    assertRefused("a page is said to have 2,000,000,000 bytes, which ");

    write(
        CompressionCodecName.ZSTD,
        new DictionaryPage(dictionary, ONE_VALUE.length, 2_000_000_000, Encoding.PLAIN),
        page,
        3);
    assertRefused("a dictionary is said to have 2,000,000,000 entries in 5 bytes");
  }

  @Test
  void refusesAPageOfMoreThanAQuarterOfTheHeapBeforeItIsDecompressed() throws IOException {
    BytesInput page = compressed(new byte[1_000_000], CompressionCodecName.ZSTD);
    BytesInputDecompressor decompressor =
        new PageMemory(file, 4_000_000).checked(codecs).getDecompressor(CompressionCodecName.ZSTD);

    assertThat(decompressor.decompress(page, 1_000_000).toByteArray())
        .isEqualTo(new byte[1_000_000]);
    assertThatThrownBy(() -> decompressor.decompress(page, 1_000_001))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageEndingWith(
            "text.parquet: a page of 1,000,001 bytes takes more memory than a heap of 4 MB has (give more by --driver-memory where the master is local, else by --executor-memory), or is damaged");
  }

  @Test
  void refusesARowGroupOfMoreThanHalfOfTheHeapBeforeItIsRead() throws IOException {
    write(CompressionCodecName.UNCOMPRESSED, null, BytesInput.from(ONE_VALUE), 5);
    BlockMetaData group;
    long bytes;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      group = reader.getRowGroups().get(0);
      bytes = group.getColumns().get(0).getTotalSize();
    }

    new PageMemory(file, 2 * bytes).check(group, SCHEMA);
    new PageMemory(file, 1).check(group, new MessageType("m"));
    assertThatThrownBy(() -> new PageMemory(file, 2 * bytes - 1).check(group, SCHEMA))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("a row group of %d bytes on disk takes more memory", bytes);
  }

  private BytesInput compressed(byte[] bytes, CompressionCodecName codec) throws IOException {
    return BytesInput.copy(codecs.getCompressor(codec).compress(BytesInput.from(bytes)));
  }

  /** Writes one row whose page is said to have so many bytes. */
  private void write(
      CompressionCodecName codec, DictionaryPage dictionary, BytesInput page, int saidBytes)
      throws IOException {
    ParquetFileWriter writer =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(file, hadoop),
            SCHEMA,
            ParquetFileWriter.Mode.OVERWRITE,
            1 << 20,
            0);
    writer.start();
    writer.startBlock(1);
    writer.startColumn(SCHEMA.getColumns().get(0), 1, codec);
    if (dictionary != null) {
      writer.writeDictionaryPage(dictionary);
    }
    writer.writeDataPage(
        1,
        saidBytes,
        page,
        Statistics.createStats(SCHEMA.getType("text")),
        Encoding.RLE,
        Encoding.RLE,
        dictionary == null ? Encoding.PLAIN : Encoding.RLE_DICTIONARY);
    writer.endColumn();
    writer.endBlock();
    writer.end(Map.of());
  }

  private void assertRefused(String problem) {
    CorpusSpec corpus = CorpusSpec.of(file.toString());
    Split split = CorpusReader.plan(corpus, hadoop).splits().get(0);
    try (CorpusReader reader = CorpusReader.open(split, corpus, hadoop)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(JobFailedException.class)
          .hasMessageStartingWith("Cannot read " + file + ": " + problem);
    }
  }
}
