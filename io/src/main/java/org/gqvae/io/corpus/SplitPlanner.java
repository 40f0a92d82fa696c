package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.DamagedFileException;

/** Cuts a corpus into splits: a function of the input and the split size alone. */
final class SplitPlanner {
  private static final int MAX_NAMED_PROBLEMS = 10;

  /** Machines that a split is best read on: as many as a block has copies. */
  private static final int HOSTS = 3;

  private final CorpusSpec spec;
  private final Configuration hadoop;
  private final List<String> problems = new ArrayList<>();
  private final List<Split> splits = new ArrayList<>();
  private final Map<String, BlockHosts> hosts = new HashMap<>(); // of files that have some, by path
  private final Map<String, Long> currentHosts = new HashMap<>(); // bytes of the open split
  private List<FileRange> current = new ArrayList<>();
  private long currentBytes;

  SplitPlanner(CorpusSpec spec, Configuration hadoop) {
    this.spec = spec;
    this.hadoop = hadoop;
  }

  static CorpusPlan plan(CorpusSpec spec, Configuration hadoop) {
    CorpusListing listing = CorpusListing.of(spec.input(), hadoop);
    return new CorpusPlan(spec, listing, new SplitPlanner(spec, hadoop).cut(listing.files()));
  }

  /** The splits of files in their order. */
  List<Split> cut(List<CorpusFile> files) {
    List<FileRange> whole = new ArrayList<>();
    for (CorpusFile file : files) {
      describe(file).ifPresent(whole::add);
      if (!file.hosts().blocks().isEmpty()) {
        hosts.put(file.path().toString(), file.hosts());
      }
    }
    checkUsage(whole);
    for (CorpusFormat format : CorpusFormat.values()) {
      whole.stream()
          .filter(file -> file.format() == format)
          .findFirst()
          .ifPresent(this::checkContent);
    }
    for (FileRange file : whole) {
      for (FileRange range : cut(file)) {
        append(range);
      }
    }
    flush();
    return splits;
  }

  private Optional<FileRange> describe(CorpusFile file) {
    String lastName = file.path().getName().strip(); // a blank at its end hides no extension
    Optional<Signature> unreadable = Signature.ofUnreadableName(lastName);
    if (unreadable.isPresent() && spec.compressedAsText() == CompressedAsText.REFUSE) {
      problems.add(
          "File compressed by %s: %s. %s"
              .formatted(unreadable.get(), file.path(), unreadable.get().remedy()));
      return Optional.empty();
    }
    Compression compression = Compression.ofFileName(lastName);
    Optional<CorpusFormat> format =
        spec.format().or(() -> CorpusFormat.ofFileName(compression.stripFrom(lastName)));
    if (format.isEmpty()) {
      problems.add(
          "Unknown extension: "
              + file.path()
              + ", expected .txt, .jsonl, .json or .parquet (text also .gz, .bz2, .zst)."
              + " Name the format with --input-format");
      return Optional.empty();
    }
    if (format.get() == CorpusFormat.PARQUET && compression != Compression.NONE) {
      problems.add("Parquet file compressed as a whole: " + file.path() + ". Decompress it first");
      return Optional.empty();
    }
    return Optional.of(
        new FileRange(
            file.path().toString(),
            file.name(),
            format.get(),
            compression,
            file.state(),
            0,
            file.length()));
  }

  private void checkUsage(List<FileRange> files) {
    if (problems.size() > MAX_NAMED_PROBLEMS) {
      int more = problems.size() - MAX_NAMED_PROBLEMS;
      problems.subList(MAX_NAMED_PROBLEMS, problems.size()).clear();
      problems.add("... and " + more + " more such files");
    }
    if (!spec.keptColumns().isEmpty()) {
      files.stream()
          .filter(file -> file.format() == CorpusFormat.TEXT)
          .findFirst()
          .ifPresent(
              file ->
                  problems.add(
                      "Invalid keep-columns: "
                          + String.join(",", spec.keptColumns())
                          + ": plain text has no columns ("
                          + file.path()
                          + "). Leave it out"));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private void checkContent(FileRange file) {
    try {
      switch (file.format()) {
        case TEXT -> FileContent.open(file, spec, hadoop).close();
        case JSONL -> JsonNames.check(file, spec, hadoop);
        case PARQUET -> ParquetSource.check(file, spec, hadoop);
      }
    } catch (IOException | RuntimeException e) {
      throw refusal(file, e);
    }
  }

  /**
   * Small pieces of splits, to look into: cut at {@code spec.splitBytes()} as far as a file can be
   * cut, of Parquet at row groups.
   */
  static List<Split> pieces(List<Split> splits, CorpusSpec spec, Configuration hadoop) {
    SplitPlanner planner = new SplitPlanner(spec, hadoop);
    for (Split split : splits) {
      for (FileRange file : split.files()) {
        boolean isManyGroups =
            file.format() == CorpusFormat.PARQUET && file.bytes() > spec.splitBytes();
        for (FileRange piece : isManyGroups ? planner.rowGroups(file) : planner.cut(file)) {
          planner.append(piece);
        }
      }
    }
    planner.flush();
    return planner.splits;
  }

  private List<FileRange> rowGroups(FileRange file) {
    try {
      return ParquetSource.groups(file, spec, hadoop);
    } catch (IOException | RuntimeException e) {
      throw refusal(file, e);
    }
  }

  private List<FileRange> cut(FileRange file) {
    if (file.bytes() <= spec.splitBytes()
        || file.compression() != Compression.NONE
        || spec.documents() == DocumentMode.FILE) {
      return List.of(file);
    }
    return switch (file.format()) {
      case TEXT, PARQUET -> cutEvenly(file);
      case JSONL -> !file.isWhole() || areLines(file) ? cutEvenly(file) : List.of(file);
    };
  }

  private boolean areLines(FileRange file) {
    try {
      return JsonRecords.areLines(file, spec, hadoop);
    } catch (IOException | RuntimeException e) {
      throw refusal(file, e);
    }
  }

  private List<FileRange> cutEvenly(FileRange file) {
    List<FileRange> ranges = new ArrayList<>();
    for (long start = file.start(); start < file.end(); ) {
      long end = file.end() - start > spec.splitBytes() ? start + spec.splitBytes() : file.end();
      ranges.add(file.part(start, end));
      start = end;
    }
    return ranges;
  }

  /** A file that is damaged keeps the command from starting; a file system makes it fail. */
  private static RuntimeException refusal(FileRange file, Exception cause) {
    return cause instanceof DamagedFileException damaged
        ? new UsageException(CorpusReader.damage(file.path(), damaged))
        : CorpusReader.failure(file.path(), cause);
  }

  private void append(FileRange range) {
    if (!current.isEmpty() && currentBytes + range.bytes() > spec.splitBytes()) {
      flush();
    }
    current.add(range);
    currentBytes += range.bytes();
    BlockHosts blocks = hosts.get(range.path());
    if (blocks != null) {
      blocks.addTo(currentHosts, range.start(), range.end());
    }
  }

  private void flush() {
    if (!current.isEmpty()) {
      splits.add(new Split(splits.size(), current, mostBytesFirst(currentHosts)));
      current = new ArrayList<>();
      currentHosts.clear();
      currentBytes = 0;
    }
  }

  private static List<String> mostBytesFirst(Map<String, Long> bytesByHost) {
    return bytesByHost.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(HOSTS)
        .map(Map.Entry::getKey)
        .toList();
  }
}
