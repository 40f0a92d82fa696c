package org.gqvae.io.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gqvae.io.report.LmComparison.Entry;
import org.gqvae.io.report.LmComparison.Reached;
import org.gqvae.io.report.LmComparison.Standing;

/** A comparison of language models as lines for a terminal. */
public final class LmCompareText {
  private static final String NONE = "-";

  private LmCompareText() {}

  /** A table at equal bytes and one at equal operations. */
  public static List<String> lines(LmComparison comparison) {
    List<String> lines = new ArrayList<>();
    for (LmAxis axis : LmAxis.values()) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add("After %s %s".formatted(amount(comparison.scale(axis).equal(), axis), axis.unit()));
      lines.addAll(table(comparison, axis));
    }
    return lines;
  }

  private static List<String> table(LmComparison comparison, LmAxis axis) {
    String reference = comparison.reference();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "contender",
            "runs",
            "bits/byte",
            "lowest to highest",
            "over " + reference,
            "lowest to highest",
            "as good as " + reference + " after",
            "verdict"));
    for (Entry entry : comparison.entries()) {
      Standing standing = entry.standing(axis);
      rows.add(
          List.of(
              entry.name(),
              String.valueOf(entry.runs().size()),
              NumberText.decimals(standing.bitsPerByte().mean()),
              range(standing.bitsPerByte().min(), standing.bitsPerByte().max()),
              NumberText.decimals(standing.ratio().ofMeans()),
              range(standing.ratio().min(), standing.ratio().max()),
              reached(standing.reachesReference(), axis),
              standing.verdict().words()));
    }
    return TextTable.lines(rows);
  }

  private static String range(double min, double max) {
    return NumberText.decimals(min) + " to " + NumberText.decimals(max);
  }

  private static String reached(Reached reached, LmAxis axis) {
    return reached == null
        ? NONE
        : amount(reached.at(), axis) + " (" + NumberText.decimals(reached.ratio()) + ")";
  }

  private static String amount(double amount, LmAxis axis) {
    return switch (axis) {
      case BYTES -> String.format(Locale.ROOT, "%,d", Math.round(amount));
      case OPERATIONS -> String.format(Locale.ROOT, "%.2e", amount);
    };
  }
}
