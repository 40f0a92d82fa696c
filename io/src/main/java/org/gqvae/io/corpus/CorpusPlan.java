package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;

/** A corpus as it was listed, cut into splits. */
public final class CorpusPlan {
  private final CorpusSpec spec;
  private final CorpusListing listing;
  private final List<Split> splits;

  CorpusPlan(CorpusSpec spec, CorpusListing listing, List<Split> splits) {
    this.spec = spec;
    this.listing = listing;
    this.splits = List.copyOf(splits);
  }

  /** The splits in their order; none where the input is a directory without files. */
  public List<Split> splits() {
    return splits;
  }

  /**
   * Some pieces of the corpus of about so many bytes, spread evenly over it, and all of it where it
   * has no more: to look into.
   *
   * @param most how many
   */
  public List<Split> pieces(int most, long bytes, Configuration hadoop) {
    CorpusSpec cut = spec.withSplitBytes(Math.min(bytes, spec.splitBytes()));
    return spread(SplitPlanner.pieces(spread(splits, most), cut, hadoop), most);
  }

  private static List<Split> spread(List<Split> all, int most) {
    int chosen = Math.min(most, all.size());
    return IntStream.range(0, chosen)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / chosen)))
        .toList();
  }

  /** How many files it has. */
  public int fileCount() {
    return listing.files().size();
  }

  /** The files in their order. */
  List<CorpusFile> files() {
    return listing.files();
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

  /**
   * Looks whether all files of the corpus are as they were when it was listed.
   *
   * @param warnings take what tells of files that have come since
   * @throws JobFailedException when one is gone or has changed
   */
  public void checkUnchanged(Consumer<String> warnings, Configuration hadoop) {
    Map<String, CorpusFile> present = new TreeMap<>();
    CorpusListing.of(spec.input(), hadoop).files().forEach(file -> present.put(file.name(), file));
    for (CorpusFile file : listing.files()) {
      CorpusFile now = present.remove(file.name());
      if (now == null) {
        throw new JobFailedException(
            "Cannot read %s: it is gone since the command began. Run the command again when nothing writes to the input"
                .formatted(file.path()));
      }
      file.state().check(file.path(), now.state());
    }
    if (!present.isEmpty()) {
      warnings.accept(
          "Files have come to %s since the command began and are not read (%d, the first is %s)"
              .formatted(spec.input(), present.size(), present.keySet().iterator().next()));
    }
  }
}
