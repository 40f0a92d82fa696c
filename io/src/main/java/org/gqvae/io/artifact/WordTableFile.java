package org.gqvae.io.artifact;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupReader;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.model.text.Word;

/** {@code word_table.parquet} of a tokenizer directory: word binary, ids list&lt;int32&gt;. */
final class WordTableFile {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .addField(Types.required(BINARY).named("word"))
          .addField(Types.requiredList().requiredElement(INT32).named("ids"))
          .named("words");
  private static final int WORD = 0;
  private static final int IDS = 1;

  private WordTableFile() {}

  static void write(Path file, List<EncodedWord> wordTable, Configuration hadoop)
      throws IOException {
    try (RowGroupWriter writer =
        RowGroupWriter.create(file, SCHEMA, Set.of(), ParquetSettings.DEFAULT, hadoop)) {
      for (EncodedWord entry : wordTable) {
        writer.column(WORD).write(Binary.fromConstantByteArray(entry.word().toBytes()), 0, 0);
        writer.list(IDS).write(entry.ids(), 0, entry.ids().length);
        writer.endRow();
      }
      writer.commit(Map.of());
    }
  }

  /**
   * Reads the file.
   *
   * @throws DamagedFileException when it holds no word table
   */
  static List<EncodedWord> read(Path file, Configuration hadoop) throws IOException {
    List<EncodedWord> wordTable = new ArrayList<>();
    try (RowGroupReader reader =
        RowGroupReader.open(file, schema -> WordColumn.checked(file, schema, SCHEMA), hadoop)) {
      while (reader.nextRow()) {
        reader.read(() -> wordTable.add(readEntry(file, reader)));
        checkOrder(file, wordTable);
      }
    }
    return wordTable;
  }

  /** Checked at each word: a small file may tell of any number of equal ones. */
  private static void checkOrder(Path file, List<EncodedWord> wordTable) {
    int last = wordTable.size() - 1;
    if (last > 0 && wordTable.get(last).word().compareTo(wordTable.get(last - 1).word()) <= 0) {
      throw new DamagedFileException(
          file,
          wordTable.get(last).word()
              + " comes after "
              + wordTable.get(last - 1).word()
              + ", expected distinct words in byte order");
    }
  }

  private static EncodedWord readEntry(Path file, RowGroupReader reader) {
    Word word = WordColumn.read(file, reader.column(WORD));
    return new EncodedWord(word, readIds(file, word, reader.column(IDS)));
  }

  /** Each id stands for a byte at least, so that there are no more of them than bytes. */
  private static int[] readIds(Path file, Word word, ColumnReader column) {
    int[] ids = new int[word.length()];
    int count = 0;
    do {
      if (column.getCurrentDefinitionLevel() == 1) {
        if (count == ids.length) {
          throw new DamagedFileException(
              file, word + " has more ids than its " + word.length() + " bytes");
        }
        ids[count++] = column.getInteger();
      }
      column.consume();
    } while (column.getCurrentRepetitionLevel() == 1);
    return Arrays.copyOf(ids, count);
  }
}
