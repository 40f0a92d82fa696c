package org.gqvae.io.artifact;

import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.MessageType;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.model.text.Word;

/** A column of words, and the check of the schema around it. */
final class WordColumn {
  private WordColumn() {}

  /**
   * Takes the word at the current row.
   *
   * @throws DamagedFileException when it has not 1 to 16 bytes
   */
  static Word read(Path file, ColumnReader column) {
    byte[] bytes = column.getBinary().getBytes();
    column.consume();
    if (bytes.length < 1 || bytes.length > Word.MAX_BYTES) {
      throw new DamagedFileException(
          file, "a word has " + bytes.length + " bytes, expected 1 to " + Word.MAX_BYTES);
    }
    return Word.of(bytes);
  }

  /**
   * The expected schema.
   *
   * @throws DamagedFileException when the columns that were found are others
   */
  static MessageType checked(Path file, MessageType found, MessageType expected) {
    if (!found.getFields().equals(expected.getFields())) {
      throw new DamagedFileException(
          file, "its columns are " + columns(found) + ", expected " + columns(expected));
    }
    return expected;
  }

  private static String columns(MessageType schema) {
    return schema.getFields().stream()
        .map(field -> "`" + field.toString().replaceAll("\\s+", " ") + "`")
        .toList()
        .toString();
  }
}
