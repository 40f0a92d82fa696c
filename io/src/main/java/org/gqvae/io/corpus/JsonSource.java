package org.gqvae.io.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gqvae.model.text.Utf8;

/**
 * A document a record of JSON. Blank lines are passed over, and a byte-order mark at the file's
 * first byte; of equal keys the last counts; a record that is not one JSON object with a text is
 * rejected.
 */
final class JsonSource implements RecordSource {
  private static final int TEXT = 0;
  private static final int ID = 1;
  private static final int FIRST_KEPT = 2;

  private final FileRange file;
  private final CorpusSpec spec;
  private final boolean hasIds;
  private final RecordBytes records;
  private final int keptColumns;
  private final JsonColumns columns; // text, id and kept columns

  JsonSource(FileRange file, RecordBytes records, CorpusSpec spec) {
    this.file = file;
    this.records = records;
    this.spec = spec;
    hasIds = !spec.idColumn().isEmpty();
    keptColumns = spec.keptColumns().size();
    columns =
        new JsonColumns(
            Stream.concat(
                    Stream.of(spec.textColumn(), spec.idColumn()), spec.keptColumns().stream())
                .map(ColumnName::of)
                .toList(),
            records.unit());
  }

  @Override
  public CorpusRecord next() throws IOException {
    while (records.next()) {
      if (records.isTooLong()) {
        return rejected(
            "too long: the %s has %d bytes, more than twice input.max-document-bytes=%d"
                .formatted(records.unit(), records.length(), spec.maxDocumentBytes()));
      }
      int from = ByteOrderMark.skip(records);
      if (!isBlank(records.bytes(), from, records.to())) {
        return read(records.bytes(), from, records.to());
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private CorpusRecord read(byte[] record, int from, int to) {
    try {
      if (!Utf8.isWellFormed(record, from, to)) {
        throw new JsonScanner.Malformed("not UTF-8");
      }
      columns.locate(record, from, to);
      byte[] text = text(record);
      return new Document(id(record), text, kept(record));
    } catch (JsonScanner.Malformed e) {
      return rejected(e.getMessage());
    }
  }

  private Rejected rejected(String reason) {
    boolean isLong = records.length() > spec.maxDocumentBytes();
    return new Rejected(
        file.name(), records.offset(), reason, isLong ? records.beginning() : records.copy());
  }

  private byte[] text(byte[] record) throws JsonScanner.Malformed {
    int from = columns.from(TEXT);
    if (from < 0) {
      throw new JsonScanner.Malformed("no " + columns.name(TEXT));
    }
    if (record[from] != '"') {
      throw new JsonScanner.Malformed(columns.name(TEXT) + " is " + kind(record[from]));
    }
    int to = columns.to(TEXT);
    if (to - from > spec.maxDocumentBytes()) { // escapes may make it shorter
      int bytes = JsonScanner.decodedBytes(record, from, to);
      if (bytes > spec.maxDocumentBytes()) {
        throw new JsonScanner.Malformed(Rejected.tooLong(bytes, spec));
      }
    }
    return JsonScanner.decodeString(record, from, to);
  }

  private String id(byte[] record) throws JsonScanner.Malformed {
    int from = columns.from(ID);
    if (!hasIds || from < 0) {
      return defaultId();
    }
    return switch (record[from]) {
      case 'n' -> defaultId();
      case '{', '[', 't', 'f' ->
          throw new JsonScanner.Malformed(columns.name(ID) + " is " + kind(record[from]));
      default -> value(record, ID);
    };
  }

  private String defaultId() {
    return file.name() + "#" + records.offset();
  }

  private List<String> kept(byte[] record) {
    if (keptColumns == 0) {
      return List.of();
    }
    List<String> kept = new ArrayList<>(keptColumns);
    for (int i = FIRST_KEPT; i < FIRST_KEPT + keptColumns; i++) {
      boolean isNull = columns.from(i) < 0 || record[columns.from(i)] == 'n';
      kept.add(isNull ? null : value(record, i));
    }
    return kept;
  }

  /** A string as it is, any other value as its JSON text. */
  private String value(byte[] record, int column) {
    int from = columns.from(column);
    int to = columns.to(column);
    return record[from] == '"'
        ? new String(JsonScanner.decodeString(record, from, to), StandardCharsets.UTF_8)
        : new String(record, from, to - from, StandardCharsets.UTF_8);
  }

  private static String kind(byte first) {
    return switch (first) {
      case 'n' -> "null";
      case 't', 'f' -> "a boolean, not a string";
      case '{' -> "an object, not a string";
      case '[' -> "an array, not a string";
      default -> "a number, not a string";
    };
  }

  private static boolean isBlank(byte[] record, int from, int to) {
    for (int i = from; i < to; i++) {
      if (record[i] != ' ' && record[i] != '\t' && record[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
