package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.gqvae.io.storage.FooterPlaces;

/** A document a row, of the row groups that begin in a range. */
final class ParquetSource implements RecordSource {
  private static final byte[] NO_BYTES = {};

  private final FileRange file;
  private final ParquetColumns columns;
  private final ParquetFileReader reader;
  private final MessageColumnIO columnIo;
  private final ParquetRow row;
  private final List<BlockMetaData> rowGroups;
  private int nextRowGroup;
  private long rowNumber = -1; // in the file, of the last row read
  private long rowsLeft; // in the row group
  private RecordReader<ParquetRow> rows;

  ParquetSource(FileRange file, CorpusSpec spec, Configuration hadoop) throws IOException {
    this.file = file;
    Path path = new Path(file.path());
    HadoopInputFile input = HadoopInputFile.fromPath(path, hadoop);
    reader = ParquetFileReader.open(input);
    try {
      FooterPlaces.check(path, reader, input.getLength());
      columns = ParquetColumns.of(reader.getFileMetaData().getSchema(), spec, file.path());
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
    reader.setRequestedSchema(columns.projection());
    columnIo =
        new ColumnIOFactory(reader.getFileMetaData().getCreatedBy())
            .getColumnIO(columns.projection(), reader.getFileMetaData().getSchema());
    row = new ParquetRow(columns.projection());
    rowGroups = reader.getRowGroups();
  }

  @Override
  public CorpusRecord next() throws IOException {
    if (rowsLeft == 0 && !nextRowGroup()) {
      return null;
    }
    rows.read();
    rowsLeft--;
    rowNumber++;
    byte[] text = row.bytes(columns.text());
    if (text == null) {
      String reason = "\"" + columns.projection().getFieldName(columns.text()) + "\" is null";
      return new Rejected(file.name(), rowNumber, reason, NO_BYTES);
    }
    String id = columns.id() < 0 ? null : row.string(columns.id());
    return new Document(
        id == null ? file.name() + "#" + rowNumber : id,
        text,
        columns.kept().isEmpty() ? List.of() : columns.kept().stream().map(row::string).toList());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private boolean nextRowGroup() throws IOException {
    for (; nextRowGroup < rowGroups.size(); nextRowGroup++) {
      BlockMetaData group = rowGroups.get(nextRowGroup);
      if (group.getRowCount() > 0 // Parquet's reader refuses empty ones
          && group.getStartingPos() >= file.start()
          && group.getStartingPos() < file.end()) {
        PageReadStore pages = reader.readRowGroup(nextRowGroup++);
        rowsLeft = group.getRowCount();
        rows = columnIo.getRecordReader(pages, row);
        return true;
      }
      rowNumber += group.getRowCount();
    }
    return false;
  }
}
