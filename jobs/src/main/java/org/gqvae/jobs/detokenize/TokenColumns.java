package org.gqvae.jobs.detokenize;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.TokenizerDescription;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.cli.Plan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A finished directory of token columns.
 *
 * @param directory Hadoop path
 * @param files those that the manifest lists, in their order
 * @param keptColumns of the input
 */
public record TokenColumns(
    String directory,
    TokensManifest manifest,
    TokenizerDescription tokenizer,
    List<ListedFile> files,
    List<String> keptColumns) {
  private static final Logger LOG = LoggerFactory.getLogger(TokenColumns.class);

  /**
   * Reads what a directory tells of itself; no rows.
   *
   * @throws UsageException when it is not the whole output of a finished run, or its rows are
   *     packed
   */
  public static TokenColumns open(String directory, Configuration hadoop) {
    return open(directory, false, LOG::warn, hadoop);
  }

  /** Reads what a directory tells of itself as {@link #open} does; its rows may be packed. */
  public static TokenColumns openPackedToo(String directory, Configuration hadoop) {
    return open(directory, true, LOG::warn, hadoop);
  }

  private static TokenColumns open(
      String directory, boolean packedToo, Consumer<String> warnings, Configuration hadoop) {
    Path path = new Path(directory);
    try {
      TokensManifest manifest = TokensManifest.read(path, hadoop);
      TokenizerDescription tokenizer =
          TokenizerDirectory.readDescription(
              new Path(path, TokenizerDirectory.BESIDE_TOKENS), hadoop);
      if (!manifest.fingerprint().equals(tokenizer.manifest().fingerprint())) {
        throw new UsageException(
            "Damaged " + directory + ": its manifest and its tokenizer differ in fingerprint");
      }
      List<ListedFile> files = ListedFile.of(path, manifest, warnings, hadoop);
      List<String> keptColumns =
          packedToo && manifest.packing() != null ? List.of() : keptColumns(files.get(0), hadoop);
      return new TokenColumns(directory, manifest, tokenizer, files, keptColumns);
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + directory, e);
    }
  }

  private static List<String> keptColumns(ListedFile file, Configuration hadoop)
      throws IOException {
    try (TokenColumnsReader rows = TokenColumnsReader.open(new Path(file.path()), hadoop)) {
      return rows.schema().keptColumns();
    }
  }

  /** Adds a directory of token columns to a plan that reads it. */
  public static Plan plan(Plan plan, String directory, Configuration hadoop) {
    return plan.readsWhole(directory, () -> open(directory, false, stray -> {}, hadoop).told());
  }

  /** Adds a directory to a plan that reads it, packed or not, with a kept column. */
  public static Plan planPackedToo(
      Plan plan, String directory, Optional<String> keptColumn, Configuration hadoop) {
    return plan.readsWhole(
        directory,
        () -> {
          TokenColumns tokens = open(directory, true, stray -> {}, hadoop);
          keptColumn.ifPresent(tokens::checkKept);
          return tokens.told();
        });
  }

  private String told() {
    return "%s: %,d documents, %,d tokens in %,d files"
        .formatted(directory, manifest.documentsOut(), manifest.tokens(), files.size());
  }

  /** Whether documents share rows of one length. */
  public boolean isPacked() {
    return manifest.packing() != null;
  }

  /** Whether documents of a directory, which is not read yet, share rows of one length. */
  public static boolean isPacked(String directory, Configuration hadoop) {
    return open(directory, true, stray -> {}, hadoop).isPacked();
  }

  /**
   * Looks for a kept column.
   *
   * @throws UsageException when it was not kept
   */
  public void checkKept(String column) {
    if (isPacked()) {
      throw new UsageException(
          "There is no column %1$s in %2$s: packed rows keep no columns. Leave it out, or run tokenize --keep-columns %1$s without --pack"
              .formatted(column, directory));
    }
    if (!keptColumns.contains(column)) {
      throw new UsageException(
          "There is no column "
              + column
              + " in "
              + directory
              + ", expected one that tokenize has kept: "
              + (keptColumns.isEmpty() ? "there are none" : String.join(", ", keptColumns))
              + ". Keep it by tokenize --keep-columns");
    }
  }
}
