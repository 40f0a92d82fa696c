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
    return open(directory, LOG::warn, hadoop);
  }

  private static TokenColumns open(
      String directory, Consumer<String> warnings, Configuration hadoop) {
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
      Path firstFile = new Path(files.get(0).path());
      try (TokenColumnsReader first = TokenColumnsReader.open(firstFile, hadoop)) {
        return new TokenColumns(
            directory, manifest, tokenizer, files, first.schema().keptColumns());
      }
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + directory, e);
    }
  }

  /** Adds a directory of token columns to a plan that reads it, with a kept column. */
  public static Plan plan(
      Plan plan, String directory, Optional<String> keptColumn, Configuration hadoop) {
    return plan.readsWhole(
        directory,
        () -> {
          TokenColumns tokens = open(directory, stray -> {}, hadoop); // told when it is read
          keptColumn.ifPresent(tokens::checkKept);
          return "%s: %,d documents, %,d tokens in %,d files"
              .formatted(
                  directory,
                  tokens.manifest().documentsOut(),
                  tokens.manifest().tokens(),
                  tokens.files().size());
        });
  }

  /**
   * Looks for a kept column.
   *
   * @throws UsageException when it was not kept
   */
  public void checkKept(String column) {
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
