package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.gqvae.io.storage.RowGroupReader;

/** A document a row, of the row groups whose middles lie in a range. */
final class ParquetSource implements RecordSource {
  private static final byte[] NO_BYTES = {};

  private final FileRange file;
  private final RowGroupReader rows;
  private final CorpusSpec spec;
  private final String textColumn;
  private final ParquetColumns columns;
  private final List<ParquetField> fields; // of the projection

  ParquetSource(FileRange file, CorpusSpec spec, Configuration hadoop) throws IOException {
    this.file = file;
    this.spec = spec;
    textColumn = ColumnName.of(spec.textColumn()).plain();
    rows =
        RowGroupReader.open(
            new Path(file.path()),
            file.start(),
            file.end(),
            schema -> ParquetColumns.of(schema, spec, file.path()).projection(),
            hadoop);
    columns = ParquetColumns.of(rows.schema(), spec, file.path());
    fields = columns.projection().getColumns().stream().map(ParquetField::new).toList();
  }

  /**
   * Looks whether a file has the columns that are asked for.
   *
   * @throws org.gqvae.io.failure.UsageException when it does not
   */
  static void check(FileRange file, CorpusSpec spec, Configuration hadoop) throws IOException {
    new ParquetSource(file, spec, hadoop).close();
  }

  /** A range for each row group of a range; those of a whole file have all of its bytes. */
  static List<FileRange> groups(FileRange file, CorpusSpec spec, Configuration hadoop)
      throws IOException {
    List<RowGroupReader.Extent> groups;
    try (ParquetSource source = new ParquetSource(file, spec, hadoop)) {
      groups = source.rows.groups();
    }
    List<FileRange> ranges = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      boolean isLast = i + 1 == groups.size();
      long start = file.isWhole() && i == 0 ? 0 : groups.get(i).start();
      long end = isLast ? groups.get(i).end() : groups.get(i + 1).start();
      ranges.add(file.part(start, file.isWhole() && isLast ? file.end() : end));
    }
    return ranges;
  }

  @Override
  public CorpusRecord next() throws IOException {
    if (!rows.nextRow()) {
      return null;
    }
    rows.read(this::readFields);
    Binary text = fields.get(columns.text()).binary();
    if (text == null) {
      String reason = "\"" + textColumn + "\" is null";
      return new Rejected(file.name(), rows.rowNumber(), reason, NO_BYTES);
    }
    if (text.length() > spec.maxDocumentBytes()) {
      return Rejected.tooLong(file.name(), rows.rowNumber(), text.length(), spec, NO_BYTES);
    }
    String id = columns.id() < 0 ? null : fields.get(columns.id()).string();
    return new Document(
        id == null ? file.name() + "#" + rows.rowNumber() : id,
        text.getBytes(),
        columns.kept().isEmpty()
            ? List.of()
            : columns.kept().stream().map(field -> fields.get(field).string()).toList());
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private void readFields() {
    for (int field = 0; field < fields.size(); field++) {
      fields.get(field).read(rows.column(field));
    }
  }
}
