package org.gqvae.io.tokens;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a file among the files of one directory: {@code new PartName(3, 12).fileName()} is
 * {@code part-00003-of-00012.parquet}.
 *
 * @param index in [0, parts)
 */
public record PartName(int index, int parts) implements Serializable {
  private static final Pattern SHAPE =
      Pattern.compile("part-([0-9]{5,10})-of-([0-9]{5,10})\\.parquet");

  public PartName {
    if (index < 0 || index >= parts) {
      throw new IllegalArgumentException(
          "Invalid part index: " + index + ", expected 0 <= index < " + parts);
    }
  }

  /** The part of that file name, or nothing where it is none. */
  public static Optional<PartName> parse(String fileName) {
    Matcher matcher = SHAPE.matcher(fileName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long index = Long.parseLong(matcher.group(1));
    long parts = Long.parseLong(matcher.group(2));
    return index < parts && parts <= Integer.MAX_VALUE
        ? Optional.of(new PartName((int) index, (int) parts))
        : Optional.empty();
  }

  /** The token columns' file. */
  public String fileName() {
    return String.format(Locale.ROOT, "part-%05d-of-%05d.parquet", index, parts);
  }

  /** The file of the part's unreadable records, below {@code _rejects}. */
  public String rejectsFileName() {
    return String.format(Locale.ROOT, "part-%05d.jsonl", index);
  }
}
