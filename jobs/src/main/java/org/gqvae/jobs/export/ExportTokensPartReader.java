package org.gqvae.jobs.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.export.DataSplit;
import org.gqvae.io.export.ValidationSplit;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenSchema.Column;

/** Reads the rows of a part file with the documents that they belong to. */
final class ExportTokensPartReader implements Closeable {
  private static final Set<Column> LENGTHS = EnumSet.of(Column.CHUNK_INDEX, Column.TOKEN_COUNT);
  private static final Set<Column> IDS = EnumSet.of(Column.CHUNK_INDEX, Column.INPUT_IDS);

  private final int index;
  private final String file;
  private final Set<Column> columns;
  private final ValidationSplit validation;
  private final TokenColumnsReader rows;
  private long ordinal = -1; // of the document at hand
  private int chunk = -1;
  private DataSplit split;

  private ExportTokensPartReader(
      int index,
      ListedFile file,
      Set<Column> columns,
      ValidationSplit validation,
      Configuration hadoop)
      throws IOException {
    this.index = index;
    this.file = file.path();
    this.columns = columns;
    this.validation = validation;
    this.rows = TokenColumnsReader.open(new Path(file.path()), columns, List.of(), hadoop);
  }

  /** Reads how long rows are, but no ids. */
  static ExportTokensPartReader ofLengths(
      int index, ListedFile file, ValidationSplit validation, Configuration hadoop)
      throws IOException {
    return new ExportTokensPartReader(index, file, LENGTHS, validation, hadoop);
  }

  /** Reads ids. */
  static ExportTokensPartReader ofIds(
      int index, ListedFile file, ValidationSplit validation, Configuration hadoop)
      throws IOException {
    return new ExportTokensPartReader(index, file, IDS, validation, hadoop);
  }

  /**
   * Steps to the next row.
   *
   * @return false when there is none
   * @throws JobFailedException when a chunk of a document is missing
   */
  boolean next() throws IOException {
    if (!rows.next()) {
      return false;
    }
    if (rows.chunkIndex() == 0) {
      ordinal++;
      chunk = 0;
      split = validation.of(index, ordinal);
    } else if (rows.chunkIndex() != ++chunk || ordinal < 0) {
      throw damaged("chunk " + Math.max(chunk, 0) + " of a document is missing");
    }
    return true;
  }

  /** Whether the row is the first of its document. */
  boolean beginsDocument() {
    return chunk == 0;
  }

  /** What the row's document is for. */
  DataSplit split() {
    return split;
  }

  /** The row's ids, of which the first {@link #length} count; null where none are read. */
  int[] ids() {
    return columns.contains(Column.INPUT_IDS) ? rows.inputIds() : null;
  }

  /** The number of the row's ids. */
  int length() {
    return rows.tokenCount();
  }

  /** What is thrown where the file holds what it cannot. */
  JobFailedException damaged(String problem) {
    return new JobFailedException(
        "Damaged %s, document %d: %s. Write it again by tokenize --overwrite"
            .formatted(file, ordinal, problem));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
