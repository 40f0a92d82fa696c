package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;

/** A corpus as it was listed, cut into splits. */
public final class CorpusPlan {
  private final CorpusListing listing;
  private final List<Split> splits;

  CorpusPlan(CorpusListing listing, List<Split> splits) {
    this.listing = listing;
    this.splits = List.copyOf(splits);
  }

  /** The splits in their order; none where the input is a directory without files. */
  public List<Split> splits() {
    return splits;
  }

  /** Bytes on disk. */
  public long bytes() {
    return splits.stream().mapToLong(Split::bytes).sum();
  }

  /**
   * The files and directories that are skipped because their names begin with {@code _} or {@code
   * .}, by their paths relative to the input.
   */
  public List<String> skipped() {
    return listing.skipped();
  }

  /**
   * Whether files that are written to {@code directory} could be read as part of the corpus: it is
   * a directory of the input or below one, or a glob could match it, what is above it or what is
   * below it.
   */
  public boolean couldRead(Path directory, Configuration hadoop) {
    try {
      return listing.reaches(directory, hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("reach " + directory, e);
    }
  }
}
