package org.gqvae.io.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * The memory that a Parquet file may take of a heap. Parquet allocates what headers of pages say
 * and reads afterwards, so sizes are looked at before: a row group has at most half of the heap on
 * disk, and a page at most a quarter of it.
 *
 * @param path of the file, for messages
 */
record PageMemory(Path path, long heapBytes) {
  /** Of zstd, the highest of all codecs: a block of 128 KiB takes at least 4 bytes. */
  private static final long HIGHEST_RATIO = 1 << 15;

  /** What an entry of a dictionary takes beside its bytes, about. */
  private static final long ENTRY_BYTES = 64;

  /** The memory of this JVM. */
  static PageMemory of(Path path) {
    return new PageMemory(path, Runtime.getRuntime().maxMemory());
  }

  /** That more memory is asked for than there is. */
  DamagedFileException tooLarge(String what) {
    return new DamagedFileException(
        path,
        what
            + (" takes more memory than a heap of %,d MB has (give more by --driver-memory where the"
                    + " master is local, else by --executor-memory), or is damaged")
                .formatted(heapBytes / 1_000_000));
  }

  /**
   * Looks at a row group before it is read.
   *
   * @throws DamagedFileException when the heap has no room for the columns to read
   */
  void check(BlockMetaData group, MessageType projection) {
    long bytes =
        group.getColumns().stream()
            .filter(column -> projection.containsPath(column.getPath().toArray()))
            .mapToLong(ColumnChunkMetaData::getTotalSize)
            .sum();
    if (bytes > heapBytes / 2) {
      throw tooLarge("a row group of %,d bytes on disk".formatted(bytes));
    }
  }

  /** Codecs that look at a page before they decompress it. */
  CompressionCodecFactory checked(CompressionCodecFactory codecs) {
    return new CheckedCodecs(codecs);
  }

  /** The pages of a row group, whose dictionaries are looked at before they are taken apart. */
  PageReadStore checked(PageReadStore group) {
    return new CheckedGroup(group);
  }

  private void check(long compressed, long bytes) {
    if (bytes > HIGHEST_RATIO * (compressed + 1)) {
      throw new DamagedFileException(
          path,
          "a page is said to have %,d bytes, which %,d compressed ones cannot hold"
              .formatted(bytes, compressed));
    }
    if (bytes > heapBytes / 4) {
      throw tooLarge("a page of %,d bytes".formatted(bytes));
    }
  }

  private DictionaryPage checked(DictionaryPage page) {
    long entries = page.getDictionarySize();
    if (entries > page.getBytes().size()) {
      throw new DamagedFileException(
          path,
          "a dictionary is said to have %,d entries in %,d bytes"
              .formatted(entries, page.getBytes().size()));
    }
    if (entries * ENTRY_BYTES > heapBytes / 4) {
      throw tooLarge("a dictionary of %,d entries".formatted(entries));
    }
    return page;
  }

  private final class CheckedCodecs implements CompressionCodecFactory {
    private final CompressionCodecFactory codecs;

    CheckedCodecs(CompressionCodecFactory codecs) {
      this.codecs = codecs;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      return codecs.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      BytesInputDecompressor decompressor = codecs.getDecompressor(codec);
      return codec == CompressionCodecName.UNCOMPRESSED
          ? decompressor
          : new CheckedDecompressor(decompressor);
    }

    @Override
    public void release() {
      codecs.release();
    }
  }

  private final class CheckedDecompressor
      implements CompressionCodecFactory.BytesInputDecompressor {
    private final CompressionCodecFactory.BytesInputDecompressor decompressor;

    CheckedDecompressor(CompressionCodecFactory.BytesInputDecompressor decompressor) {
      this.decompressor = decompressor;
    }

    @Override
    public BytesInput decompress(BytesInput bytes, int uncompressedSize) throws IOException {
      check(bytes.size(), uncompressedSize);
      return decompressor.decompress(bytes, uncompressedSize);
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int uncompressedSize)
        throws IOException {
      check(compressedSize, uncompressedSize);
      decompressor.decompress(input, compressedSize, output, uncompressedSize);
    }

    @Override
    public void release() {
      decompressor.release();
    }
  }

  private final class CheckedGroup implements PageReadStore {
    private final PageReadStore group;

    CheckedGroup(PageReadStore group) {
      this.group = group;
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      return new CheckedPages(group.getPageReader(column));
    }

    @Override
    public long getRowCount() {
      return group.getRowCount();
    }
  }

  private final class CheckedPages implements PageReader {
    private final PageReader pages;

    CheckedPages(PageReader pages) {
      this.pages = pages;
    }

    @Override
    public DictionaryPage readDictionaryPage() {
      DictionaryPage page = pages.readDictionaryPage();
      return page == null ? null : checked(page);
    }

    @Override
    public long getTotalValueCount() {
      return pages.getTotalValueCount();
    }

    @Override
    public DataPage readPage() {
      return pages.readPage();
    }
  }
}
