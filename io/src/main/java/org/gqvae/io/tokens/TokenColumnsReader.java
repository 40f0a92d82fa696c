package org.gqvae.io.tokens;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.io.storage.IntListReader;
import org.gqvae.io.storage.RowGroupReader;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.TokenSchema.Column;

/**
 * Reads token columns row by row in order, without boxing: a file, or the files that the manifest
 * of a directory lists.
 *
 * <pre>{@code
 * try (TokenColumnsReader rows = TokenColumnsReader.open(directory, hadoop)) {
 *   while (rows.next()) {
 *     use(rows.inputIds(), rows.tokenCount());
 *   }
 * }
 * }</pre>
 *
 * <p>Only the columns asked for are read; asking a row for another one is an {@link
 * IllegalStateException}. A {@link UsageException} names the file that is missing, damaged, packed
 * or no token columns.
 */
public final class TokenColumnsReader implements Closeable {
  private static final String REMEDY = "expected token columns as `gqvae tokenize` writes them";

  private final List<Path> files;
  private final Set<Column> columns;
  private final Optional<List<String>> keptColumnsAsked; // all, where nothing was asked
  private final Configuration hadoop;
  private int nextFile;
  private RowGroupReader current;
  private TokenSchema schema;
  private int[] columnIndex; // of each fixed column in the projection, -1 where it is not read

  private String id;
  private int chunkIndex;
  private int[] inputIds = new int[256];
  private int idCount;
  private int tokenCount;
  private int wordCount;
  private long charCount;
  private long byteCount;
  private DocumentStatus status;
  private String[] kept = {};

  private TokenColumnsReader(
      List<Path> files,
      Set<Column> columns,
      Optional<List<String>> keptColumnsAsked,
      Configuration hadoop)
      throws IOException {
    this.files = files;
    this.columns = columns;
    this.keptColumnsAsked = keptColumnsAsked;
    this.hadoop = hadoop;
    openNextFile();
  }

  /** Reads all columns. */
  public static TokenColumnsReader open(Path fileOrDirectory, Configuration hadoop)
      throws IOException {
    return new TokenColumnsReader(
        files(fileOrDirectory, hadoop), EnumSet.allOf(Column.class), Optional.empty(), hadoop);
  }

  /**
   * Reads some columns.
   *
   * @param keptColumns of the kept columns those to read, in the order {@link #kept} gives them
   */
  public static TokenColumnsReader open(
      Path fileOrDirectory, Set<Column> columns, List<String> keptColumns, Configuration hadoop)
      throws IOException {
    EnumSet<Column> chosen = EnumSet.noneOf(Column.class);
    chosen.addAll(columns);
    return new TokenColumnsReader(
        files(fileOrDirectory, hadoop), chosen, Optional.of(List.copyOf(keptColumns)), hadoop);
  }

  /** The one file itself, or those that the directory's manifest lists. */
  private static List<Path> files(Path fileOrDirectory, Configuration hadoop) throws IOException {
    try {
      if (Storage.of(fileOrDirectory, hadoop).getFileStatus(fileOrDirectory).isFile()) {
        return List.of(fileOrDirectory);
      }
    } catch (FileNotFoundException e) {
      throw new UsageException("Missing " + fileOrDirectory + ", " + REMEDY);
    }
    TokensManifest manifest = TokensManifest.read(fileOrDirectory, hadoop);
    return ListedFile.of(fileOrDirectory, manifest, stray -> {}, hadoop).stream()
        .map(file -> new Path(file.path()))
        .toList();
  }

  /** The columns of the files. */
  public TokenSchema schema() {
    return schema;
  }

  /**
   * Steps to the next row.
   *
   * @return false when there is none
   * @throws UsageException when a file is damaged
   */
  public boolean next() throws IOException {
    while (current != null) {
      try {
        if (current.nextRow()) {
          current.read(this::readRow);
          return true;
        }
      } catch (DamagedFileException e) {
        throw refused(files.get(nextFile - 1), e.problem());
      }
      openNextFile();
    }
    return false;
  }

  /** The document's id. */
  public String id() {
    requireRead(Column.ID);
    return id;
  }

  /** 0 for the first chunk of a document. */
  public int chunkIndex() {
    requireRead(Column.CHUNK_INDEX);
    return chunkIndex;
  }

  /**
   * The token ids, of which the first {@link #tokenCount} count. The array is the reader's own: the
   * next row may overwrite it.
   */
  public int[] inputIds() {
    requireRead(Column.INPUT_IDS);
    return inputIds;
  }

  /** The number of token ids. */
  public int tokenCount() {
    if (isRead(Column.INPUT_IDS)) {
      return idCount;
    }
    requireRead(Column.TOKEN_COUNT);
    return tokenCount;
  }

  /** Pre-tokens. */
  public int wordCount() {
    requireRead(Column.WORD_COUNT);
    return wordCount;
  }

  /** Code points. */
  public long charCount() {
    requireRead(Column.CHAR_COUNT);
    return charCount;
  }

  /** Bytes of text. */
  public long byteCount() {
    requireRead(Column.BYTE_COUNT);
    return byteCount;
  }

  /** Whether there is text. */
  public DocumentStatus status() {
    requireRead(Column.STATUS);
    return status;
  }

  /** The value of the {@code index}-th kept column that is read; null where the row has none. */
  public String kept(int index) {
    return kept[index];
  }

  /** The row by itself; all columns must be read. */
  public TokenRow row() {
    return new TokenRow(
        id(),
        chunkIndex(),
        Arrays.copyOf(inputIds(), tokenCount()),
        wordCount(),
        charCount(),
        byteCount(),
        Collections.unmodifiableList(Arrays.asList(kept)));
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  /** Opens a file and checks its schema. */
  static RowGroupReader openFile(
      Path file, UnaryOperator<MessageType> project, Configuration hadoop) throws IOException {
    try {
      return RowGroupReader.open(
          file,
          message -> {
            if (PackedSchema.isThatOf(message)) {
              throw new UsageException(
                  "Packed rows in "
                      + file
                      + ": documents share them and have no ids. Run tokenize without --pack"
                      + " for what detokenize, export --tokens or lm shall read");
            }
            TokenSchema.of(message);
            return project.apply(message);
          },
          hadoop);
    } catch (FileNotFoundException e) {
      throw new UsageException("Missing " + file + ", " + REMEDY);
    } catch (DamagedFileException e) {
      throw refused(file, e.problem());
    } catch (IllegalArgumentException e) {
      throw refused(file, e.getMessage());
    }
  }

  static UsageException refused(Path file, String problem) {
    return new UsageException("Cannot read " + file + ": " + problem + ", " + REMEDY);
  }

  private void openNextFile() throws IOException {
    close();
    if (nextFile == files.size()) {
      return;
    }
    Path file = files.get(nextFile++);
    current = openFile(file, this::project, hadoop);
    TokenSchema found = TokenSchema.of(current.schema());
    if (schema != null && !schema.equals(found)) {
      close();
      throw refused(
          file,
          "its kept columns are "
              + found.keptColumns()
              + ", those of "
              + files.get(0).getName()
              + " are "
              + schema.keptColumns());
    }
    schema = found;
  }

  /** The projection in a fixed order: first the fixed columns that are read, then the kept ones. */
  private MessageType project(MessageType message) {
    List<String> keptColumns =
        keptColumnsAsked.orElseGet(() -> TokenSchema.of(message).keptColumns());
    for (String name : keptColumns) {
      if (!TokenSchema.of(message).keptColumns().contains(name)) {
        throw new IllegalArgumentException("it keeps no column " + name);
      }
    }
    List<Type> fields = new ArrayList<>();
    columnIndex = new int[Column.values().length];
    Arrays.fill(columnIndex, -1);
    for (Column column : columns) {
      columnIndex[column.ordinal()] = fields.size();
      fields.add(message.getType(column.columnName()));
    }
    for (String name : keptColumns) {
      fields.add(message.getType(name));
    }
    kept = new String[keptColumns.size()];
    return new MessageType(message.getName(), fields);
  }

  private void readRow() {
    if (isRead(Column.ID)) {
      id = text(Column.ID);
    }
    if (isRead(Column.CHUNK_INDEX)) {
      chunkIndex = int32(Column.CHUNK_INDEX);
    }
    if (isRead(Column.INPUT_IDS)) {
      readIds(current.list(columnIndex[Column.INPUT_IDS.ordinal()]));
    }
    if (isRead(Column.TOKEN_COUNT)) {
      tokenCount = int32(Column.TOKEN_COUNT);
      if (isRead(Column.INPUT_IDS) && tokenCount != idCount) {
        throw new DamagedFileException(
            files.get(nextFile - 1),
            "a row has token_count " + tokenCount + " and " + idCount + " input_ids");
      }
    }
    if (isRead(Column.WORD_COUNT)) {
      wordCount = int32(Column.WORD_COUNT);
    }
    if (isRead(Column.CHAR_COUNT)) {
      charCount = int64(Column.CHAR_COUNT);
    }
    if (isRead(Column.BYTE_COUNT)) {
      byteCount = int64(Column.BYTE_COUNT);
    }
    if (isRead(Column.STATUS)) {
      readStatus();
    }
    for (int i = 0; i < kept.length; i++) {
      ColumnReader column = current.column(columns.size() + i);
      kept[i] =
          column.getCurrentDefinitionLevel() == 0 ? null : column.getBinary().toStringUsingUTF8();
      column.consume();
    }
  }

  private void readStatus() {
    String spelling = text(Column.STATUS);
    status =
        DocumentStatus.parse(spelling)
            .orElseThrow(
                () ->
                    new DamagedFileException(
                        files.get(nextFile - 1), "a row has status " + spelling));
  }

  private void readIds(IntListReader list) {
    list.next();
    idCount = list.to() - list.from();
    if (idCount > inputIds.length) {
      inputIds = new int[Math.max(idCount, 2 * inputIds.length)];
    }
    System.arraycopy(list.values(), list.from(), inputIds, 0, idCount);
  }

  private int int32(Column column) {
    ColumnReader reader = column(column);
    int value = reader.getInteger();
    reader.consume();
    return value;
  }

  private long int64(Column column) {
    ColumnReader reader = column(column);
    long value = reader.getLong();
    reader.consume();
    return value;
  }

  private String text(Column column) {
    ColumnReader reader = column(column);
    String value = reader.getBinary().toStringUsingUTF8();
    reader.consume();
    return value;
  }

  private ColumnReader column(Column column) {
    return current.column(columnIndex[column.ordinal()]);
  }

  private boolean isRead(Column column) {
    return columns.contains(column);
  }

  private void requireRead(Column column) {
    if (!isRead(column)) {
      throw new IllegalStateException("Column " + column.columnName() + " is not read");
    }
  }
}
