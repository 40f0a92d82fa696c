package org.gqvae.io.artifact;

import org.apache.hadoop.fs.Path;

/** What training writes into a run directory, and where. */
public final class RunDirectory {
  /** The rendered configuration that the run was begun with. */
  public static final String CONFIGURATION = "config.resolved.conf";

  public static final String METRICS = "metrics.jsonl";
  public static final String CHECKPOINTS = "checkpoints";
  public static final String PAGE = "report.html";

  /** The output of {@code count}, of the words that the run trains on. */
  public static final String WORDS = "words";

  public static final String TOKENIZER = "tokenizer";

  /** Regular expression of all names, and of those of unfinished files. */
  public static final String OWN_NAMES =
      "_run\\.json|_input\\.tsv\\.gz|config\\.resolved\\.conf|provenance\\.json|metrics\\.jsonl|checkpoints|report\\.html|words|tokenizer"
          + "|\\..+\\.tmp";

  private RunDirectory() {}

  /** The counted words of a run. */
  public static Path words(Path run) {
    return new Path(new Path(run, WORDS), WordCountsFile.DIRECTORY);
  }
}
