package org.gqvae.io.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the values of columns in a record of JSON. Of equal keys the last counts. */
final class JsonColumns {
  private final List<ColumnName> columns;
  private final byte[][] keys; // of the record: each column's own, then the outermost of its fields
  private final int[] valueFrom; // per key: where its last value stands in the record; -1: nowhere
  private final int[] valueTo;
  private final JsonScanner json;

  /**
   * @param unit what a record is, for messages: {@code "line"}
   */
  JsonColumns(List<ColumnName> columns, String unit) {
    this.columns = List.copyOf(columns);
    json = new JsonScanner(unit);
    List<byte[]> wanted = new ArrayList<>();
    columns.forEach(column -> wanted.add(utf8(column.plain())));
    columns.forEach(column -> wanted.add(column.isNested() ? utf8(column.fields().get(0)) : null));
    keys = wanted.toArray(byte[][]::new);
    valueFrom = new int[keys.length];
    valueTo = new int[keys.length];
  }

  /**
   * Looks through the record in {@code bytes[from..to)}, which is well-formed UTF-8.
   *
   * @throws JsonScanner.Malformed when it is not one JSON object
   */
  void locate(byte[] bytes, int from, int to) throws JsonScanner.Malformed {
    locate(bytes, from, to, keys, valueFrom, valueTo);
    for (int i = 0; i < columns.size(); i++) {
      if (valueFrom[i] < 0 && columns.get(i).isNested()) {
        descend(bytes, i);
      }
    }
  }

  /** Where the value of a column begins; -1 where the record has none. */
  int from(int column) {
    return valueFrom[column];
  }

  /** Where the value of a column ends. */
  int to(int column) {
    return valueTo[column];
  }

  /** A column's name between quotes, for messages. */
  String name(int column) {
    return "\"" + columns.get(column).plain() + "\"";
  }

  private void descend(byte[] bytes, int column) throws JsonScanner.Malformed {
    List<String> fields = columns.get(column).fields();
    int[] from = {valueFrom[columns.size() + column]};
    int[] to = {valueTo[columns.size() + column]};
    for (String field : fields.subList(1, fields.size())) {
      if (from[0] < 0 || bytes[from[0]] != '{') {
        return;
      }
      locate(bytes, from[0], to[0], new byte[][] {utf8(field)}, from, to);
    }
    valueFrom[column] = from[0];
    valueTo[column] = to[0];
  }

  /** Finds keys of the object in {@code bytes[objectFrom..objectTo)}. */
  private void locate(
      byte[] bytes, int objectFrom, int objectTo, byte[][] wanted, int[] from, int[] to)
      throws JsonScanner.Malformed {
    Arrays.fill(from, -1);
    json.reset(bytes, objectFrom, objectTo);
    json.passObject(
        (keyFrom, keyTo, start, end) -> {
          byte[] key = JsonScanner.decodeString(bytes, keyFrom, keyTo);
          for (int i = 0; i < wanted.length; i++) {
            if (Arrays.equals(key, wanted[i])) {
              from[i] = start;
              to[i] = end;
            }
          }
        });
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
