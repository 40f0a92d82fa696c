package org.gqvae.io.storage;

import java.io.Serializable;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How Parquet files are laid out. They are settings, and nothing else is: the same rows and the
 * same settings give the same bytes.
 *
 * @param rowGroupBytes a row group ends with the row that brings what is held in memory of it to
 *     this size: finished pages, compressed, and unfinished ones
 * @param pageBytes about the size of a page before compression
 * @param zstdLevel 1 (fast) to 22 (small); other codecs take no notice of it
 * @param ids how columns of token ids are encoded
 */
public record ParquetSettings(
    Codec codec, int zstdLevel, long rowGroupBytes, int pageBytes, IdEncoding ids)
    implements Serializable {
  /** Zstandard of level 3, row groups of 64 MiB, pages of 1 MiB, ids by dictionary. */
  public static final ParquetSettings DEFAULT =
      new ParquetSettings(Codec.ZSTD, 3, 64L << 20, 1 << 20, IdEncoding.DICTIONARY);

  /** How token ids are encoded. */
  public enum IdEncoding {
    /** Four bytes an id. */
    PLAIN,
    /** As many bits an id as the distinct ids of a row group ask for, which stand before them. */
    DICTIONARY
  }

  /** How pages are compressed. */
  public enum Codec {
    ZSTD(CompressionCodecName.ZSTD),
    SNAPPY(CompressionCodecName.SNAPPY),
    UNCOMPRESSED(CompressionCodecName.UNCOMPRESSED);

    private final CompressionCodecName parquetName;

    Codec(CompressionCodecName parquetName) {
      this.parquetName = parquetName;
    }

    CompressionCodecName parquetName() {
      return parquetName;
    }
  }

  public ParquetSettings {
    if (zstdLevel < 1 || zstdLevel > 22) {
      throw new IllegalArgumentException("Invalid zstd level: " + zstdLevel + ", expected 1 to 22");
    }
    if (rowGroupBytes < 1) {
      throw new IllegalArgumentException(
          "Invalid row group size: " + rowGroupBytes + ", expected >= 1 byte");
    }
    if (pageBytes < 1) {
      throw new IllegalArgumentException(
          "Invalid page size: " + pageBytes + ", expected >= 1 byte");
    }
  }
}
