package org.gqvae.io.tokens;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.io.storage.RowGroupReader;
import org.gqvae.io.storage.Storage;

/**
 * One finished file of token columns, or of packed rows.
 *
 * @param name without its directory
 * @param bytes on disk
 * @param sha256 of the file, 64 lower-case hexadecimal digits
 * @param totals of its rows
 * @param footer the entries that the writer was given, among them the fingerprint
 */
public record PartFile(
    String name, long bytes, String sha256, TokenTotals totals, Map<String, String> footer)
    implements Serializable {
  /** The footer's entry that holds the tokenizer's fingerprint. */
  public static final String FINGERPRINT = "gqvae.fingerprint";

  private static final String TOTALS = "gqvae.totals.";
  private static final long serialVersionUID = 1L;

  public PartFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(totals, "totals");
    footer = Map.copyOf(footer);
  }

  /**
   * What {@link TokenColumnsWriter#commit} told of a file, taken from its footer and, for the
   * checksum, from all of its bytes.
   *
   * @throws UsageException when it is no whole file of token columns
   */
  public static PartFile read(Path file, Configuration hadoop) throws IOException {
    try (RowGroupReader reader = TokenColumnsReader.openFile(file, schema -> schema, hadoop)) {
      Map<String, String> footer = new TreeMap<>(reader.footer());
      TokenTotals totals =
          new TokenTotals(
              take(footer, "documents"),
              take(footer, "empty"),
              take(footer, "chunks"),
              take(footer, "bytes"),
              take(footer, "chars"),
              take(footer, "words"),
              take(footer, "tokens"),
              take(footer, "special_tokens"),
              0,
              0);
      if (totals.chunks() != reader.rows()) {
        throw new IllegalArgumentException(
            "it holds " + reader.rows() + " rows, its footer says " + totals.chunks());
      }
      long bytes = Storage.of(file, hadoop).getFileStatus(file).getLen();
      return new PartFile(file.getName(), bytes, Storage.sha256(file, hadoop), totals, footer);
    } catch (DamagedFileException e) {
      throw TokenColumnsReader.refused(file, e.problem());
    } catch (IllegalArgumentException e) {
      throw TokenColumnsReader.refused(file, e.getMessage());
    }
  }

  /** The tokenizer's fingerprint. */
  public String fingerprint() {
    return Objects.requireNonNull(footer.get(FINGERPRINT), FINGERPRINT);
  }

  /** The footer's entries for a file of these totals. */
  static Map<String, String> footer(TokenTotals totals, Map<String, String> entries) {
    Map<String, String> footer = new TreeMap<>(entries);
    footer.put(TOTALS + "documents", Long.toString(totals.documents()));
    footer.put(TOTALS + "empty", Long.toString(totals.empty()));
    footer.put(TOTALS + "chunks", Long.toString(totals.chunks()));
    footer.put(TOTALS + "bytes", Long.toString(totals.bytes()));
    footer.put(TOTALS + "chars", Long.toString(totals.chars()));
    footer.put(TOTALS + "words", Long.toString(totals.words()));
    footer.put(TOTALS + "tokens", Long.toString(totals.tokens()));
    footer.put(TOTALS + "special_tokens", Long.toString(totals.specialTokens()));
    return footer;
  }

  private static long take(Map<String, String> footer, String total) {
    String value = footer.remove(TOTALS + total);
    if (value == null) {
      throw new IllegalArgumentException("its footer lacks " + TOTALS + total);
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("its footer has " + TOTALS + total + " = " + value, e);
    }
  }
}
