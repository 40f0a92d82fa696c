package org.gqvae.io.tokens;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.io.tokens.TokenSchema.Column;

/**
 * Writes the token columns of one split to one file, whole or not at all.
 *
 * <pre>{@code
 * try (TokenColumnsWriter writer =
 *     TokenColumnsWriter.create(directory, new PartName(0, 4), schema, fingerprint, settings, hadoop)) {
 *   writer.write(id, 0, ids, tokenCount, wordCount, charCount, byteCount, kept);
 *   PartFile part = writer.commit();
 * }
 * }</pre>
 *
 * <p>The same rows, schema and settings give the same bytes: a retried task writes the same file
 * again. Until {@link #commit} the file has a temporary name of its own, which begins with a dot.
 */
public final class TokenColumnsWriter implements PartWriter {
  private static final int KEPT = Column.values().length;

  private final PartName part;
  private final int keptColumns;
  private final RowGroupWriter file;
  private final Map<String, String> entries;
  private final Binary[] statuses;
  private final TotalsCounter totals = new TotalsCounter();

  private TokenColumnsWriter(
      PartName part, TokenSchema schema, String fingerprint, RowGroupWriter file) {
    this.part = part;
    this.keptColumns = schema.keptColumns().size();
    this.file = file;
    this.statuses =
        Arrays.stream(DocumentStatus.values())
            .map(status -> Binary.fromString(Spelling.of(status)))
            .toArray(Binary[]::new);
    this.entries = Map.of(PartFile.FINGERPRINT, fingerprint);
  }

  /**
   * Begins {@code directory/part-NNNNN-of-MMMMM.parquet}.
   *
   * @param fingerprint the tokenizer's, for the footer
   */
  public static TokenColumnsWriter create(
      Path directory,
      PartName part,
      TokenSchema schema,
      String fingerprint,
      ParquetSettings settings,
      Configuration hadoop)
      throws IOException {
    RowGroupWriter file =
        RowGroupWriter.create(
            new Path(directory, part.fileName()),
            schema.message(),
            schema.dictionaryColumns(settings.ids()),
            settings,
            hadoop);
    return new TokenColumnsWriter(part, schema, fingerprint, file);
  }

  @Override
  public void write(
      String id,
      int chunkIndex,
      int[] inputIds,
      int tokenCount,
      int wordCount,
      long charCount,
      long byteCount,
      List<String> kept)
      throws IOException {
    Objects.checkFromIndexSize(0, tokenCount, inputIds.length);
    if (kept.size() != keptColumns) {
      throw new IllegalArgumentException(
          "A row has " + kept.size() + " kept values, expected " + keptColumns);
    }
    DocumentStatus status = DocumentStatus.of(byteCount);
    column(Column.ID).write(Binary.fromString(id), 0, 0);
    column(Column.CHUNK_INDEX).write(chunkIndex, 0, 0);
    file.list(Column.INPUT_IDS.ordinal()).write(inputIds, 0, tokenCount);
    column(Column.TOKEN_COUNT).write(tokenCount, 0, 0);
    column(Column.WORD_COUNT).write(wordCount, 0, 0);
    column(Column.CHAR_COUNT).write(charCount, 0, 0);
    column(Column.BYTE_COUNT).write(byteCount, 0, 0);
    column(Column.STATUS).write(statuses[status.ordinal()], 0, 0);
    for (int i = 0; i < keptColumns; i++) {
      String value = kept.get(i);
      if (value == null) {
        file.column(KEPT + i).writeNull(0, 0);
      } else {
        file.column(KEPT + i).write(Binary.fromString(value), 0, 1);
      }
    }
    file.endRow();
    totals.add(chunkIndex, tokenCount, wordCount, charCount, byteCount);
  }

  /** Writes a row. */
  public void write(TokenRow row) throws IOException {
    int[] ids = row.inputIds();
    write(
        row.id(),
        row.chunkIndex(),
        ids,
        ids.length,
        row.wordCount(),
        row.charCount(),
        row.byteCount(),
        row.kept());
  }

  /** What the rows written so far add up to. */
  public TokenTotals totals() {
    return totals.totals(file.rows());
  }

  @Override
  public PartFile commit() throws IOException {
    AtomicFile.Written written = file.commit(PartFile.footer(totals(), entries));
    return new PartFile(part.fileName(), written.bytes(), written.sha256(), totals(), entries);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private ColumnWriter column(Column column) {
    return file.column(column.ordinal());
  }
}
