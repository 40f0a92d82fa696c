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

/** The names of the columns that the first records of a JSONL file have. */
final class JsonNames {
  private static final int MAX_RECORDS = 1_000;
  private static final int MAX_BYTES = 1 << 24;
  private static final int MAX_DEPTH = 8;

  private final List<AskedColumn> asked;
  private final JsonColumns columns;
  private final boolean[] found; // of those asked for
  private final Set<List<String>> there = new LinkedHashSet<>();
  private int records;

  private JsonNames(List<AskedColumn> asked) {
    this.asked = asked;
    columns = new JsonColumns(asked.stream().map(AskedColumn::name).toList());
    found = new boolean[asked.size()];
  }

  /**
   * Looks whether one of the first records has the text, and one the id where its column is named.
   * Records that are no objects say nothing; kept columns are null where they are not there.
   *
   * @throws UsageException naming the columns that are there
   */
  static void check(FileRange file, CorpusSpec spec, Configuration hadoop) throws IOException {
    JsonNames names = new JsonNames(AskedColumn.required(spec.withKeptColumns(List.of())));
    try (LineScanner lines = LineScanner.over(FileContent.open(file, spec, hadoop), MAX_BYTES)) {
      while (names.records < MAX_RECORDS && lines.next() && names.add(lines)) {}
    }
    List<String> problems = names.records == 0 ? List.of() : names.missing(file.path());
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private List<String> missing(String path) {
    List<String> spelled = there.stream().map(ColumnName::spell).toList();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      if (!found[i]) {
        problems.add(asked.get(i).missing("the beginning of " + path, spelled));
      }
    }
    return problems;
  }

  /** Adds the names of a record; false where no more shall be read. */
  private boolean add(LineScanner lines) {
    if (lines.offset() + lines.lineBytes() > MAX_BYTES) {
      return false;
    }
    byte[] record = lines.bytes();
    int from =
        lines.offset() == 0 ? ByteOrderMark.skip(record, lines.from(), lines.to()) : lines.from();
    if (Utf8.isWellFormed(record, from, lines.to())) {
      try {
        columns.locate(record, from, lines.to());
        for (int i = 0; i < found.length; i++) {
          found[i] |= columns.from(i) >= 0;
        }
        add(record, from, lines.to(), List.of());
        records++;
      } catch (JsonScanner.Malformed e) {
        return true; // the reader of records rejects it
      }
    }
    return true;
  }

  private void add(byte[] record, int objectFrom, int objectTo, List<String> above)
      throws JsonScanner.Malformed {
    JsonScanner json = new JsonScanner();
    json.reset(record, objectFrom, objectTo);
    json.passObject(
        (keyFrom, keyTo, from, to) -> {
          byte[] key = JsonScanner.decodeString(record, keyFrom, keyTo);
          List<String> path = new ArrayList<>(above);
          path.add(new String(key, StandardCharsets.UTF_8));
          there.add(path);
          if (record[from] == '{' && path.size() < MAX_DEPTH) {
            add(record, from, to, path);
          }
        });
  }
}
