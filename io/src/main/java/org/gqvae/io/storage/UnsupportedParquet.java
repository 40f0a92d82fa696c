package org.gqvae.io.storage;

import org.apache.hadoop.fs.Path;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.hadoop.BadConfigurationException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.gqvae.io.failure.UsageException;

/** What Parquet files may have, whole as they are, that is not read here. */
final class UnsupportedParquet {
  private static final String OTHER_CODEC = "expected zstd, snappy or gzip. Write it again";

  /** What Thrift says of a number that it has no codec for. */
  private static final String UNKNOWN_CODEC = "'codec' was not present";

  private UnsupportedParquet() {}

  /**
   * Looks whether there is a codec for each column that is read.
   *
   * @throws UsageException naming the first that there is none for
   */
  static void checkCodecs(
      Path path, ParquetFileReader file, MessageType projection, CompressionCodecFactory codecs) {
    for (BlockMetaData group : file.getRowGroups()) {
      for (ColumnChunkMetaData column : group.getColumns()) {
        if (projection.containsPath(column.getPath().toArray())) {
          checkCodec(path, column, codecs);
        }
      }
    }
  }

  private static void checkCodec(
      Path path, ColumnChunkMetaData column, CompressionCodecFactory codecs) {
    try {
      codecs.getDecompressor(column.getCodec());
    } catch (BadConfigurationException | LinkageError e) { // its library is not there
      throw new UsageException(
          "Cannot read %s: its column %s is compressed by %s, which nothing here decompresses, %s"
              .formatted(path, column.getPath().toDotString(), column.getCodec(), OTHER_CODEC));
    }
  }

  /**
   * Looks whether a failure to open a file comes from what is not read here.
   *
   * @throws UsageException when it does
   */
  static void refuse(Path path, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ParquetCryptoRuntimeException) {
        throw new UsageException(
            "Cannot read %s: it is encrypted, and no keys are used here. Write it again without encryption"
                .formatted(path));
      }
      if (String.valueOf(cause.getMessage()).contains(UNKNOWN_CODEC)) {
        throw new UsageException(
            "Cannot read %s: one of its columns is compressed by a codec that is unknown here, %s"
                .formatted(path, OTHER_CODEC));
      }
    }
  }
}
