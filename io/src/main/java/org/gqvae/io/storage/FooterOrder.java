package org.gqvae.io.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Brings a footer into one order. Parquet lists the encodings of a column as a hash set of enum
 * constants gives them, which differs from JVM to JVM.
 */
final class FooterOrder {
  private static final int TRAILER_BYTES = 8; // the footer's length and PAR1

  private FooterOrder() {}

  /**
   * The end of a Parquet file with its lists of encodings sorted.
   *
   * @param tail the last bytes of a file, at least the whole footer and what follows it
   */
  static byte[] inOrder(byte[] tail) throws IOException {
    int footerBytes =
        ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - TRAILER_BYTES);
    int footerStart = tail.length - TRAILER_BYTES - footerBytes;
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(tail, footerStart, footerBytes));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        sortEncodings(column.getMeta_data());
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(tail.length);
    sorted.write(tail, 0, footerStart);
    Util.writeFileMetaData(footer, sorted);
    int sortedBytes = sorted.size() - footerStart;
    sorted.write(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(sortedBytes)
            .array());
    sorted.write(tail, tail.length - Integer.BYTES, Integer.BYTES);
    return sorted.toByteArray();
  }

  private static void sortEncodings(ColumnMetaData column) {
    column.getEncodings().sort(Comparator.comparing(Encoding::getValue));
    if (column.isSetEncoding_stats()) {
      column
          .getEncoding_stats()
          .sort(
              Comparator.comparing((PageEncodingStats stats) -> stats.getPage_type().getValue())
                  .thenComparing(stats -> stats.getEncoding().getValue()));
    }
  }
}
