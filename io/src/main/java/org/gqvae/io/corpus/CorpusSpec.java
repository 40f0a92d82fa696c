package org.gqvae.io.corpus;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What to read, and as what.
 *
 * <pre>{@code
 * CorpusSpec spec = CorpusSpec.of("hdfs:///crawl/*.jsonl.zst").withKeptColumns(List.of("url"));
 * }</pre>
 *
 * @param input Hadoop path or glob of files and directories
 * @param forcedFormat the format of every file, or null: each file's extension tells
 * @param documents what a document is in plain text; {@link DocumentMode#FILE} makes every file
 *     text
 * @param textColumn column or key of the text (JSONL, Parquet); here and below {@code meta.text} is
 *     a field in an object or group, unless a column has that very name, and {@code meta\.text} the
 *     latter alone
 * @param idColumn column or key of the id; where it is missing or null, the record's place serves;
 *     empty: it always does
 * @param keptColumns columns or keys to carry along as strings (JSONL, Parquet)
 * @param splitBytes size of a split in bytes on disk
 * @param compressedAsText what becomes of compressed files, Parquet and UTF-16 that are read as
 *     text or JSONL
 * @param textContent what the text of a plain text file is
 * @param maxDocumentBytes the longest text that is a document, at most {@value
 *     #MOST_DOCUMENT_BYTES}; longer ones are rejected
 */
public record CorpusSpec(
    String input,
    CorpusFormat forcedFormat,
    DocumentMode documents,
    String textColumn,
    String idColumn,
    List<String> keptColumns,
    long splitBytes,
    CompressedAsText compressedAsText,
    TextContent textContent,
    int maxDocumentBytes)
    implements Serializable {

  public static final String DEFAULT_TEXT_COLUMN = "text";
  public static final String DEFAULT_ID_COLUMN = "id";

  /** 64 MiB. */
  public static final long DEFAULT_SPLIT_BYTES = 64L << 20;

  /** 256 MiB. */
  public static final int DEFAULT_MAX_DOCUMENT_BYTES = 256 << 20;

  /** An array's limit, less room for a line's end. */
  public static final int MOST_DOCUMENT_BYTES = Integer.MAX_VALUE - 16;

  public CorpusSpec {
    if (input.isBlank()) {
      throw new IllegalArgumentException("Invalid input: empty, expected a path");
    }
    Objects.requireNonNull(documents, "documents");
    Objects.requireNonNull(compressedAsText, "compressedAsText");
    Objects.requireNonNull(textContent, "textContent");
    if (textColumn.isEmpty()) {
      throw new IllegalArgumentException("Invalid text-column: empty, expected a name");
    }
    Objects.requireNonNull(idColumn, "idColumn");
    keptColumns = List.copyOf(keptColumns);
    if (splitBytes < 1) {
      throw new IllegalArgumentException("Invalid split-bytes: " + splitBytes + ", expected >= 1");
    }
    if (maxDocumentBytes < 1 || maxDocumentBytes > MOST_DOCUMENT_BYTES) {
      throw new IllegalArgumentException(
          "Invalid max-document-bytes: %d, expected 1 to %d"
              .formatted(maxDocumentBytes, MOST_DOCUMENT_BYTES));
    }
  }

  /** Everything at {@code input}, read with the defaults. */
  public static CorpusSpec of(String input) {
    return new CorpusSpec(
        input,
        null,
        DocumentMode.LINE,
        DEFAULT_TEXT_COLUMN,
        DEFAULT_ID_COLUMN,
        List.of(),
        DEFAULT_SPLIT_BYTES,
        CompressedAsText.REFUSE,
        TextContent.BYTES,
        DEFAULT_MAX_DOCUMENT_BYTES);
  }

  /** The format of every file, where it is forced. */
  public Optional<CorpusFormat> format() {
    return documents == DocumentMode.FILE
        ? Optional.of(CorpusFormat.TEXT)
        : Optional.ofNullable(forcedFormat);
  }

  /** The names of the kept columns, without the escapes that tell dots in names. */
  public List<String> keptNames() {
    return keptColumns.stream().map(column -> ColumnName.of(column).plain()).toList();
  }

  /** The longest record of JSON that is read: its text may have escapes, and others beside it. */
  int maxRecordBytes() {
    return (int) Math.min(2L * maxDocumentBytes, MOST_DOCUMENT_BYTES);
  }

  public CorpusSpec withFormat(CorpusFormat format) {
    return with(copy -> copy.forcedFormat = format);
  }

  public CorpusSpec withDocuments(DocumentMode mode) {
    return with(copy -> copy.documents = mode);
  }

  public CorpusSpec withTextColumn(String column) {
    return with(copy -> copy.textColumn = column);
  }

  public CorpusSpec withIdColumn(String column) {
    return with(copy -> copy.idColumn = column);
  }

  public CorpusSpec withKeptColumns(List<String> columns) {
    return with(copy -> copy.keptColumns = columns);
  }

  public CorpusSpec withSplitBytes(long bytes) {
    return with(copy -> copy.splitBytes = bytes);
  }

  public CorpusSpec withCompressedAsText(CompressedAsText choice) {
    return with(copy -> copy.compressedAsText = choice);
  }

  public CorpusSpec withTextContent(TextContent content) {
    return with(copy -> copy.textContent = content);
  }

  public CorpusSpec withMaxDocumentBytes(int bytes) {
    return with(copy -> copy.maxDocumentBytes = bytes);
  }

  private CorpusSpec with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.toSpec();
  }

  /** What another specification is made of. */
  private static final class Copy {
    private final String input;
    private CorpusFormat forcedFormat;
    private DocumentMode documents;
    private String textColumn;
    private String idColumn;
    private List<String> keptColumns;
    private long splitBytes;
    private CompressedAsText compressedAsText;
    private TextContent textContent;
    private int maxDocumentBytes;

    Copy(CorpusSpec spec) {
      input = spec.input;
      forcedFormat = spec.forcedFormat;
      documents = spec.documents;
      textColumn = spec.textColumn;
      idColumn = spec.idColumn;
      keptColumns = spec.keptColumns;
      splitBytes = spec.splitBytes;
      compressedAsText = spec.compressedAsText;
      textContent = spec.textContent;
      maxDocumentBytes = spec.maxDocumentBytes;
    }

    CorpusSpec toSpec() {
      return new CorpusSpec(
          input,
          forcedFormat,
          documents,
          textColumn,
          idColumn,
          keptColumns,
          splitBytes,
          compressedAsText,
          textContent,
          maxDocumentBytes);
    }
  }
}
