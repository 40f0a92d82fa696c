package org.gqvae.io.storage;

import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/** Whether what a Parquet footer tells of can be in its file. */
public final class FooterPlaces {
  private FooterPlaces() {}

  /**
   * Checks a footer before anything is read: Parquet allocates what the footer tells, and reads
   * afterwards.
   *
   * @param fileBytes the file's length
   * @throws DamagedFileException when a column is said to lie outside the file
   */
  public static void check(Path path, ParquetFileReader file, long fileBytes) {
    for (BlockMetaData group : file.getRowGroups()) {
      for (ColumnChunkMetaData column : group.getColumns()) {
        long start = column.getStartingPos();
        long bytes = column.getTotalSize();
        if (start < 0 || bytes < 0 || start > fileBytes - bytes) {
          throw new DamagedFileException(
              path,
              "column %s is said to have %,d bytes at %,d, the file has %,d"
                  .formatted(column.getPath().toDotString(), bytes, start, fileBytes));
        }
      }
    }
  }
}
