package org.gqvae.io.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.report.Comparison.Entry;
import org.gqvae.io.report.Comparison.GateFigures;
import org.gqvae.io.report.Comparison.Group;
import org.gqvae.io.report.Comparison.HeldOutText;
import org.gqvae.model.statistics.Interval;
import org.gqvae.model.statistics.Spread;

/** A comparison as lines for a terminal. */
public final class CompareText {
  private static final String NONE = "-";

  private CompareText() {}

  /** The text, then tables: compression, words and vocabulary, gates, groups. */
  public static List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    HeldOutText text = comparison.text();
    lines.add(
        format(
            "%,d documents, %,d bytes, %,d words, %,d of them distinct, %s bytes a word",
            text.documents(),
            text.bytes(),
            text.words(),
            text.distinctWords(),
            decimals(text.bytesPerWord())));
    lines.add("");
    lines.addAll(compression(comparison));
    lines.add("");
    lines.addAll(figures(comparison));
    if (comparison.entries().stream().anyMatch(entry -> entry.gates().isPresent())) {
      lines.add("");
      lines.addAll(gates(comparison));
    }
    if (!comparison.groups().isEmpty()) {
      lines.add("");
      lines.addAll(groups(comparison));
    }
    return lines;
  }

  private static List<String> compression(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    String confidence = NumberText.chosenShare(comparison.draws().confidence()) + " interval";
    rows.add(
        List.of(
            "tokenizer",
            "bytes/token",
            confidence,
            "over " + comparison.referenceEntry().name(),
            confidence));
    for (Entry entry : comparison.entries()) {
      rows.add(
          List.of(
              entry.name(),
              decimals(entry.bytesPerToken().estimate()),
              ends(entry.bytesPerToken()),
              decimals(entry.ratio().estimate()),
              ends(entry.ratio())));
    }
    return TextTable.lines(rows);
  }

  private static List<String> figures(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "tokenizer",
            "kind",
            "vocabulary",
            "ids used",
            "tokens/word",
            "whole words",
            "single bytes",
            "Renyi 2.5",
            "MB/s"));
    for (Entry entry : comparison.entries()) {
      rows.add(
          List.of(
              entry.name(),
              Spelling.of(entry.manifest().kind()),
              format("%,d", entry.manifest().vocabularySize()),
              percent(entry.figures().vocabularyUse().usedShare()),
              decimals(entry.figures().fertility()),
              percent(entry.figures().wholeWordRate()),
              percent(entry.figures().singleByteRate()),
              decimals(entry.figures().renyi().get(0).efficiency()),
              speed(entry)));
    }
    return TextTable.lines(rows);
  }

  private static List<String> gates(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("network", "bytes/gate", "bytes/word", "repaired", "exact words"));
    for (Entry entry : comparison.entries()) {
      if (entry.gates().isPresent()) {
        GateFigures gates = entry.gates().get();
        rows.add(
            List.of(
                entry.name(),
                decimals(gates.bytesPerGate()),
                decimals(entry.bytesPerWord()),
                percent(gates.repairRate()),
                percent(gates.exactWordShare())));
      }
    }
    return TextTable.lines(rows);
  }

  private static List<String> groups(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "group",
            "tokenizers",
            "bytes/token",
            "deviation",
            "least to most",
            "over " + comparison.referenceEntry().name(),
            "deviation",
            "least to most"));
    for (Group group : comparison.groups()) {
      rows.add(
          List.of(
              group.name(),
              String.valueOf(group.entries().size()),
              decimals(group.bytesPerToken().mean()),
              decimals(group.bytesPerToken().standardDeviation()),
              range(group.bytesPerToken()),
              decimals(group.ratio().mean()),
              decimals(group.ratio().standardDeviation()),
              range(group.ratio())));
    }
    return TextTable.lines(rows);
  }

  private static String speed(Entry entry) {
    double speed = entry.speed().megabytesPerSecond();
    return Double.isNaN(speed) ? NONE : format("%.0f", speed);
  }

  private static String range(Spread spread) {
    return decimals(spread.min()) + " to " + decimals(spread.max());
  }

  private static String ends(Interval interval) {
    return Double.isNaN(interval.estimate())
        ? NONE
        : decimals(interval.low()) + " to " + decimals(interval.high());
  }

  private static String decimals(double value) {
    return Double.isNaN(value) ? NONE : format("%.3f", value);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? NONE : format("%.1f %%", 100 * share);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
