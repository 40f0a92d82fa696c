package org.gqvae.io.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.failure.UsageException;
import org.gqvae.model.text.Utf8;

/** The names of the columns that the first records of a file of JSON have. */
final class JsonNames {
  private static final int MAX_OBJECTS = 1_000;
  private static final int MAX_BYTES = 1 << 24;
  private static final int MAX_DEPTH = 8;

  private final List<AskedColumn> asked;
  private final RecordBytes records;
  private final JsonColumns columns;
  private final boolean[] found; // of those asked for
  private final Set<List<String>> there = new LinkedHashSet<>();
  private int objects;

  private JsonNames(List<AskedColumn> asked, RecordBytes records) {
    this.asked = asked;
    this.records = records;
    columns = new JsonColumns(asked.stream().map(AskedColumn::name).toList(), records.unit());
    found = new boolean[asked.size()];
  }

  /**
   * Looks whether one of the first records has the text, and one the id where its column is named.
   * Records that are no objects say nothing; kept columns are null where they are not there.
   *
   * @throws UsageException naming the columns that are there
   */
  static void check(FileRange file, CorpusSpec spec, Configuration hadoop) throws IOException {
    List<AskedColumn> asked = AskedColumn.required(spec.withKeptColumns(List.of()));
    try (RecordBytes records = JsonRecords.open(file, spec, new RecordRoom(MAX_BYTES), hadoop)) {
      JsonNames names = new JsonNames(asked, records);
      names.read();
      List<String> problems = names.missing(file.path());
      if (!problems.isEmpty()) {
        throw new UsageException(problems);
      }
    }
  }

  private void read() throws IOException {
    while (objects < MAX_OBJECTS
        && records.next()
        && records.offset() + records.length() <= MAX_BYTES) {
      int from = ByteOrderMark.skip(records);
      if (Utf8.isWellFormed(records.bytes(), from, records.to())) {
        add(from);
      }
    }
  }

  private void add(int from) {
    try {
      columns.locate(records.bytes(), from, records.to());
      for (int i = 0; i < found.length; i++) {
        found[i] |= columns.from(i) >= 0;
      }
      addNames(from, records.to(), List.of());
      objects++;
    } catch (JsonScanner.Malformed e) {
      return; // the reader of records rejects it
    }
  }

  private void addNames(int objectFrom, int objectTo, List<String> above)
      throws JsonScanner.Malformed {
    byte[] bytes = records.bytes();
    JsonScanner json = new JsonScanner(records.unit());
    json.reset(bytes, objectFrom, objectTo);
    json.passObject(
        (keyFrom, keyTo, from, to) -> {
          byte[] key = JsonScanner.decodeString(bytes, keyFrom, keyTo);
          List<String> path = new ArrayList<>(above);
          path.add(new String(key, StandardCharsets.UTF_8));
          there.add(path);
          if (bytes[from] == '{' && path.size() < MAX_DEPTH) {
            addNames(from, to, path);
          }
        });
  }

  private List<String> missing(String path) {
    List<String> spelled = there.stream().map(ColumnName::spell).toList();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < found.length && objects > 0; i++) {
      if (!found[i]) {
        problems.add(asked.get(i).missing("the beginning of " + path, spelled));
      }
    }
    return problems;
  }
}
