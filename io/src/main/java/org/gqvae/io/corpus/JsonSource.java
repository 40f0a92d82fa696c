package org.gqvae.io.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final List<byte[]> keys = new ArrayList<>(); // of text, id and kept columns
  private final int[] valueFrom; // per key: where its last value stands in the line; -1: nowhere
  private final int[] valueTo;
  private final JsonScanner json = new JsonScanner();

  JsonSource(FileRange file, LineScanner lines, CorpusSpec spec) {
    this.file = file;
    this.lines = lines;
    hasIds = !spec.idColumn().isEmpty();
    keys.add(utf8(spec.textColumn()));
    keys.add(utf8(spec.idColumn()));
    spec.keptColumns().forEach(column -> keys.add(utf8(column)));
    valueFrom = new int[keys.size()];
    valueTo = new int[keys.size()];
  }

  @Override
  public CorpusRecord next() throws IOException {
    while (lines.next()) {
      if (lines.isTooLong()) {
        return Rejected.tooLong(file.name(), lines.offset(), lines.lineBytes(), lines.copy());
      }
      byte[] line = lines.bytes();
      int from = lines.offset() == 0 ? afterByteOrderMark() : lines.from();
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
      locateValues(line, from, to);
      byte[] text = text(line);
      return new Document(id(line), text, kept(line));
    } catch (JsonScanner.Malformed e) {
      return new Rejected(file.name(), lines.offset(), e.getMessage(), lines.copy());
    }
  }

  private void locateValues(byte[] line, int from, int to) throws JsonScanner.Malformed {
    Arrays.fill(valueFrom, -1);
    json.reset(line, from, to);
    if (!json.tryPass('{')) {
      throw new JsonScanner.Malformed("not a JSON object");
    }
    if (!json.tryPass('}')) {
      do {
        int keyFrom = json.position();
        int keyTo = json.passKey();
        int start = json.position();
        int end = json.passValue();
        place(JsonScanner.decodeString(line, keyFrom, keyTo), start, end);
      } while (json.tryPass(','));
      json.pass('}');
    }
    if (!json.isAtEnd()) {
      throw new JsonScanner.Malformed("more than one JSON object on the line");
    }
  }

  private void place(byte[] key, int from, int to) {
    for (int i = 0; i < keys.size(); i++) {
      if (Arrays.equals(key, keys.get(i))) {
        valueFrom[i] = from;
        valueTo[i] = to;
      }
    }
  }

  private byte[] text(byte[] line) throws JsonScanner.Malformed {
    if (valueFrom[TEXT] < 0) {
      throw new JsonScanner.Malformed("no " + name(TEXT));
    }
    if (line[valueFrom[TEXT]] != '"') {
      throw new JsonScanner.Malformed(name(TEXT) + " is " + kind(line[valueFrom[TEXT]]));
    }
    return JsonScanner.decodeString(line, valueFrom[TEXT], valueTo[TEXT]);
  }

  private String id(byte[] line) throws JsonScanner.Malformed {
    if (!hasIds || valueFrom[ID] < 0) {
      return defaultId();
    }
    return switch (line[valueFrom[ID]]) {
      case 'n' -> defaultId();
      case '{', '[', 't', 'f' ->
          throw new JsonScanner.Malformed(name(ID) + " is " + kind(line[valueFrom[ID]]));
      default -> value(line, ID);
    };
  }

  private String defaultId() {
    return file.name() + "#" + lines.offset();
  }

  private List<String> kept(byte[] line) {
    if (keys.size() == FIRST_KEPT) {
      return List.of();
    }
    List<String> kept = new ArrayList<>(keys.size() - FIRST_KEPT);
    for (int i = FIRST_KEPT; i < keys.size(); i++) {
      boolean isNull = valueFrom[i] < 0 || line[valueFrom[i]] == 'n';
      kept.add(isNull ? null : value(line, i));
    }
    return kept;
  }

  /** A string as it is, any other value as its JSON text. */
  private String value(byte[] line, int key) {
    int from = valueFrom[key];
    int to = valueTo[key];
    return line[from] == '"'
        ? new String(JsonScanner.decodeString(line, from, to), StandardCharsets.UTF_8)
        : new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  private String name(int key) {
    return "\"" + new String(keys.get(key), StandardCharsets.UTF_8) + "\"";
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

  private int afterByteOrderMark() {
    byte[] line = lines.bytes();
    int from = lines.from();
    boolean marked =
        lines.to() - from >= 3
            && line[from] == (byte) 0xEF
            && line[from + 1] == (byte) 0xBB
            && line[from + 2] == (byte) 0xBF;
    return marked ? from + 3 : from;
  }

  private static boolean isBlank(byte[] line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
