package org.gqvae.io.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tables for a terminal. */
final class TextTable {
  private TextTable() {}

  /** Rows in columns as wide as their widest cell: the first to the left, the others right. */
  static List<String> lines(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream()
        .map(
            row -> {
              String[] cells = new String[widths.length];
              Arrays.setAll(
                  cells,
                  i ->
                      String.format(
                          Locale.ROOT, (i == 0 ? "%-" : "%") + widths[i] + "s", row.get(i)));
              return String.join("  ", cells);
            })
        .toList();
  }
}
