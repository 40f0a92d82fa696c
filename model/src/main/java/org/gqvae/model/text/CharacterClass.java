package org.gqvae.model.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of code points by which a text is cut into words, as one version of Unicode has them:
 * the same on every JDK.
 */
public enum CharacterClass {
  /** The general category L, {@code \p{L}}. */
  LETTER,
  /** Of the letters, the general categories Lu and Lt: {@code [\p{Lu}\p{Lt}]}. */
  UPPER_CASE,
  /** Of the letters, the general category Ll, {@code \p{Ll}}. */
  LOWER_CASE,
  /** The general category M, {@code \p{M}}. */
  MARK,
  /** The general category N, {@code \p{N}}. */
  NUMBER,
  /** The property White_Space, {@code \s}. */
  SPACE;

  /** The version of Unicode. It decides where words begin, so it is part of a tokenizer. */
  public static final String UNICODE_VERSION = "17.0.0";

  /** Beside this class: a line for each range of its class, first and last code point. */
  static final String TABLE = "character-classes.tsv";

  /**
   * Neighbouring code points of one class.
   *
   * @param last included
   */
  public record Range(int first, int last) {}

  /** The class's code points, in ascending order; two ranges do not touch. */
  public List<Range> ranges() {
    return Table.RANGES.get(this);
  }

  private static final class Table {
    static final Map<CharacterClass, List<Range>> RANGES = read();

    private static Map<CharacterClass, List<Range>> read() {
      Map<CharacterClass, List<Range>> ranges = new EnumMap<>(CharacterClass.class);
      for (CharacterClass each : values()) {
        ranges.put(each, new ArrayList<>());
      }
      try (InputStream table = CharacterClass.class.getResourceAsStream(TABLE);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] fields = line.split("\t", -1);
          ranges
              .get(valueOf(fields[0]))
              .add(new Range(Integer.parseInt(fields[1], 16), Integer.parseInt(fields[2], 16)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      ranges.replaceAll((each, all) -> List.copyOf(all));
      return ranges;
    }
  }
}
