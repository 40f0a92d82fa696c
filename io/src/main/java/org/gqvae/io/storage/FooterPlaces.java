package org.gqvae.io.storage;

import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/** Whether what a Parquet footer tells of can be in its file. */
final class FooterPlaces {
  private FooterPlaces() {}

  /**
   * Checks a footer before anything is read: Parquet allocates what the footer tells, and reads
   * afterwards.
   *
   * @param fileBytes the file's length
   * @throws DamagedFileException when a column is said to lie outside the file, or a row group to
   *     have less than no rows
   */
  static void check(Path path, ParquetFileReader file, long fileBytes) {
    for (BlockMetaData group : file.getRowGroups()) {
      if (group.getRowCount() < 0) {
        throw new DamagedFileException(
            path, "a row group is said to have %,d rows".formatted(group.getRowCount()));
      }
      long leastBytes = group.getRowCount() > 0 ? 1 : 0;
      for (ColumnChunkMetaData column : group.getColumns()) {
        long start = column.getStartingPos();
        long bytes = column.getTotalSize();
        if (start < 0 || bytes < leastBytes || start > fileBytes - bytes) {
          throw new DamagedFileException(
              path,
              "column %s is said to have %,d bytes at %,d, the file has %,d"
                  .formatted(column.getPath().toDotString(), bytes, start, fileBytes));
        }
      }
    }
  }
}
