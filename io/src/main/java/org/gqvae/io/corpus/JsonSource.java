package org.gqvae.io.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gqvae.model.text.Utf8;

/**
 * A document a line of JSON. Blank lines are passed over, and a byte-order mark at the file's first
 * byte; of equal keys the last counts; a line that is not one JSON object with a text is rejected.
 */
final class JsonSource implements RecordSource {
  private static final int TEXT = 0;
  private static final int ID = 1;
  private static final int FIRST_KEPT = 2;

  private final FileRange file;
  private final boolean hasIds;
  private final LineScanner lines;
  private final int keptColumns;
  private final JsonColumns columns; // text, id and kept columns

  JsonSource(FileRange file, LineScanner lines, CorpusSpec spec) {
    this.file = file;
    this.lines = lines;
    hasIds = !spec.idColumn().isEmpty();
    keptColumns = spec.keptColumns().size();
    columns =
        new JsonColumns(
            Stream.concat(
                    Stream.of(spec.textColumn(), spec.idColumn()), spec.keptColumns().stream())
                .map(ColumnName::of)
                .toList());
  }

  @Override
  public CorpusRecord next() throws IOException {
    while (lines.next()) {
      if (lines.isTooLong()) {
        return Rejected.tooLong(file.name(), lines.offset(), lines.lineBytes(), lines.copy());
      }
      byte[] line = lines.bytes();
      int from =
          lines.offset() == 0 ? ByteOrderMark.skip(line, lines.from(), lines.to()) : lines.from();
      if (!isBlank(line, from, lines.to())) {
        return read(line, from, lines.to());
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private CorpusRecord read(byte[] line, int from, int to) {
    try {
      if (!Utf8.isWellFormed(line, from, to)) {
        throw new JsonScanner.Malformed("not UTF-8");
      }
      columns.locate(line, from, to);
      byte[] text = text(line);
      return new Document(id(line), text, kept(line));
    } catch (JsonScanner.Malformed e) {
      return new Rejected(file.name(), lines.offset(), e.getMessage(), lines.copy());
    }
  }

  private byte[] text(byte[] line) throws JsonScanner.Malformed {
    int from = columns.from(TEXT);
    if (from < 0) {
      throw new JsonScanner.Malformed("no " + columns.name(TEXT));
    }
    if (line[from] != '"') {
      throw new JsonScanner.Malformed(columns.name(TEXT) + " is " + kind(line[from]));
    }
    return JsonScanner.decodeString(line, from, columns.to(TEXT));
  }

  private String id(byte[] line) throws JsonScanner.Malformed {
    int from = columns.from(ID);
    if (!hasIds || from < 0) {
      return defaultId();
    }
    return switch (line[from]) {
      case 'n' -> defaultId();
      case '{', '[', 't', 'f' ->
          throw new JsonScanner.Malformed(columns.name(ID) + " is " + kind(line[from]));
      default -> value(line, ID);
    };
  }

  private String defaultId() {
    return file.name() + "#" + lines.offset();
  }

  private List<String> kept(byte[] line) {
    if (keptColumns == 0) {
      return List.of();
    }
    List<String> kept = new ArrayList<>(keptColumns);
    for (int i = FIRST_KEPT; i < FIRST_KEPT + keptColumns; i++) {
      boolean isNull = columns.from(i) < 0 || line[columns.from(i)] == 'n';
      kept.add(isNull ? null : value(line, i));
    }
    return kept;
  }

  /** A string as it is, any other value as its JSON text. */
  private String value(byte[] line, int column) {
    int from = columns.from(column);
    int to = columns.to(column);
    return line[from] == '"'
        ? new String(JsonScanner.decodeString(line, from, to), StandardCharsets.UTF_8)
        : new String(line, from, to - from, StandardCharsets.UTF_8);
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

  private static boolean isBlank(byte[] line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
