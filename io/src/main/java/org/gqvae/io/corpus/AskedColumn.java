package org.gqvae.io.corpus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.gqvae.io.config.Spelling;

/**
 * A column that a corpus is asked for.
 *
 * @param option the one that names it
 * @param spelling as the option says it
 */
record AskedColumn(String option, String spelling) {
  static final String TEXT = "text-column";
  static final String ID = "id-column";

  private static final int MAX_NAMED_COLUMNS = 30;

  /** The columns that must be there: text, ids unless they are asked for by default, kept ones. */
  static List<AskedColumn> required(CorpusSpec spec) {
    List<AskedColumn> columns = new ArrayList<>();
    columns.add(new AskedColumn(TEXT, spec.textColumn()));
    if (!spec.idColumn().isEmpty() && !spec.idColumn().equals(CorpusSpec.DEFAULT_ID_COLUMN)) {
      columns.add(new AskedColumn(ID, spec.idColumn()));
    }
    spec.keptColumns().forEach(column -> columns.add(new AskedColumn("keep-columns", column)));
    return columns;
  }

  ColumnName name() {
    return ColumnName.of(spelling);
  }

  /**
   * That it is not there, though others may be.
   *
   * @param place that does not have it
   * @param there the names of the columns that are
   */
  String missing(String place, Collection<String> there) {
    if (there.isEmpty()) {
      return "Invalid %s: %s (%s has no columns at all). Leave that file out"
          .formatted(option, spelling, place);
    }
    String named = there.stream().limit(MAX_NAMED_COLUMNS).collect(Collectors.joining(", "));
    int more = there.size() - MAX_NAMED_COLUMNS;
    return "Invalid %s: %s (%s has no such column), expected one of: %s%s%s"
        .formatted(
            option,
            spelling,
            place,
            named,
            more > 0 ? " and " + more + " more" : "",
            Spelling.nearest(spelling, there)
                .map(column -> ". Did you mean " + column + "?")
                .orElse(""));
  }
}
