package org.gqvae.io.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people read them; an en dash where there is none. */
final class NumberText {
  private static final String NONE = "–";
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private NumberText() {}

  /** {@code 1,234,567}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 950}, {@code 12.3 thousand}, {@code 4.56 million}: three digits. */
  static String rounded(long value) {
    if (value < 10_000) {
      return count(value);
    }
    return scaled("%,.", value, "thousand", "million", "billion", "trillion");
  }

  /** A size of text: {@code 950 bytes}, {@code 4.56 MB}, of 10^6 bytes. */
  static String bytes(long value) {
    if (value < 1000) {
      return value + " bytes";
    }
    return scaled("%.", value, "kB", "MB", "GB", "TB", "PB");
  }

  /** Three digits in the unit that fits; each is a thousand of the one before it. */
  private static String scaled(String format, long value, String... units) {
    double scaled = value / 1000.0;
    int unit = 0;
    while (scaled >= 999.5 && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    int decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, format + decimals + "f %s", scaled, units[unit]);
  }

  /** Two decimals, {@code 4.12}; more below one, {@code 0.431}. */
  static String ratio(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return String.format(Locale.ROOT, value < 1 ? "%.3f" : "%,.2f", value);
  }

  /** Three decimals, for figures that differ by little. */
  static String decimals(double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.3f", value);
  }

  /** {@code 950}, {@code 3.21 × 10¹⁵}: three digits and a power of ten. */
  static String power(double value) {
    if (value < 1000) {
      return count(Math.round(value));
    }
    String[] parts = String.format(Locale.ROOT, "%.2e", value).split("e\\+0?", 2);
    StringBuilder text = new StringBuilder(parts[0]).append(" × 10");
    parts[1].chars().forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
    return text.toString();
  }

  /**
   * Percent of one decimal, {@code 12.3 %}, and as many as it takes to tell a share from nothing.
   */
  static String share(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double percent = 100 * value;
    if (percent > 0 && percent < 0.0005) {
      return "< 0.001\u00a0%";
    }
    String format = percent > 0 && percent < 0.05 ? "%.3f\u00a0%%" : "%.1f\u00a0%%";
    return String.format(Locale.ROOT, format, percent);
  }

  /** A share that was chosen, as percent with all its digits: {@code 95 %}. */
  static String chosenShare(double value) {
    return BigDecimal.valueOf(value).movePointRight(2).stripTrailingZeros().toPlainString()
        + "\u00a0%";
  }

  /** {@code 0:07}, {@code 12:05}, {@code 3:00:41}: minutes, hours where there are some. */
  static String duration(long seconds) {
    String tail = String.format(Locale.ROOT, ":%02d", seconds % 60);
    return seconds < 3600
        ? seconds / 60 + tail
        : String.format(Locale.ROOT, "%d:%02d%s", seconds / 3600, seconds / 60 % 60, tail);
  }
}
