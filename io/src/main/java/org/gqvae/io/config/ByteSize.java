package org.gqvae.io.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: {@code parse("64MB") == 64_000_000}, {@code parse("64MiB")
 * == 67_108_864}, {@code parse("1.5 kB") == 1_500}, {@code parse("12") == 12}.
 */
public final class ByteSize {
  /** What {@link #parse} understands, for messages. */
  public static final String EXPECTED =
      "a size such as 64MB (10^6 bytes), 64MiB (2^20 bytes), kB, GB, TB, KiB, GiB or TiB";

  private static final Pattern SYNTAX =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)\\s*([A-Za-z]{0,3})");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("B", 1L),
          Map.entry("kB", 1_000L),
          Map.entry("KB", 1_000L),
          Map.entry("MB", 1_000_000L),
          Map.entry("GB", 1_000_000_000L),
          Map.entry("TB", 1_000_000_000_000L),
          Map.entry("KiB", 1L << 10),
          Map.entry("MiB", 1L << 20),
          Map.entry("GiB", 1L << 30),
          Map.entry("TiB", 1L << 40));

  private ByteSize() {}

  /**
   * The bytes of {@code text}, rounded down to a whole byte.
   *
   * @throws IllegalArgumentException when it is no size, or one of 2^63 bytes or more
   */
  public static long parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("Not " + EXPECTED + ": " + text);
    }
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("More than 2^63 bytes: " + text);
    }
    return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
  }
}
