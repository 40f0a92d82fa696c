package org.gqvae.jobs.detokenize;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenSchema.Column;
import org.gqvae.model.vocabulary.Vocabulary;

/** The documents of a part file, decoded, the chunks of each joined. */
final class DecodedDocuments implements Closeable {
  private static final Set<Column> COLUMNS =
      EnumSet.of(Column.ID, Column.CHUNK_INDEX, Column.INPUT_IDS, Column.BYTE_COUNT);

  private final String file;
  private final Vocabulary vocabulary;
  private final TokenColumnsReader rows;
  private boolean row; // whether there is a row that belongs to no document yet
  private String id;
  private byte[] text;

  /**
   * @throws UsageException when the file is not what its manifest says
   */
  DecodedDocuments(ListedFile file, Vocabulary vocabulary, Configuration hadoop)
      throws IOException {
    file.check(hadoop);
    this.file = file.path();
    this.vocabulary = vocabulary;
    this.rows = TokenColumnsReader.open(new Path(file.path()), COLUMNS, List.of(), hadoop);
    this.row = rows.next();
  }

  /**
   * Steps to the next document.
   *
   * @return false when there is none
   * @throws JobFailedException when rows do not decode to what they say, or chunks are missing
   */
  boolean next() throws IOException {
    if (!row) {
      return false;
    }
    id = rows.id();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int chunk = 0;
    do {
      if (rows.chunkIndex() != chunk || !rows.id().equals(id)) {
        throw damaged("chunk " + chunk + " is missing");
      }
      bytes.writeBytes(decodeRow());
      chunk++;
      row = rows.next();
    } while (row && rows.chunkIndex() > 0);
    text = bytes.toByteArray();
    return true;
  }

  String id() {
    return id;
  }

  /** The document's bytes. */
  byte[] text() {
    return text;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private byte[] decodeRow() {
    byte[] decoded;
    try {
      decoded = vocabulary.decode(rows.inputIds(), 0, rows.tokenCount());
    } catch (IllegalArgumentException e) {
      throw damaged(e.getMessage());
    }
    if (decoded.length != rows.byteCount()) {
      throw damaged("its tokens are %d bytes, not %d".formatted(decoded.length, rows.byteCount()));
    }
    return decoded;
  }

  private JobFailedException damaged(String problem) {
    return new JobFailedException("Damaged " + file + ", document " + id + ": " + problem);
  }
}
