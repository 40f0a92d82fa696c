package org.gqvae.io.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;

/**
 * What a glob of Hadoop's syntax matches: {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}}, a
 * backslash before what is meant as it is. Names that it matches or passes by may hold any
 * character; Hadoop's own glob fails where one has a colon.
 */
final class CorpusGlob {
  private final FileSystem files;
  private final Path glob;
  private final List<FileStatus> matches = new ArrayList<>();
  private final List<Path> skipped = new ArrayList<>();

  private CorpusGlob(FileSystem files, Path glob) {
    this.files = files;
    this.glob = glob;
  }

  /**
   * Looks for what matches.
   *
   * @param glob from the root on
   * @throws UsageException when the glob is malformed
   */
  static CorpusGlob of(FileSystem files, Path glob) throws IOException {
    CorpusGlob matching = new CorpusGlob(files, glob);
    for (List<NamePattern> patterns : matching.alternatives()) {
      matching.match(matching.root(), patterns);
    }
    return matching;
  }

  /** The files and directories that match, a directory without what is in it. */
  List<FileStatus> matches() {
    return matches;
  }

  /** What matches but for what its name, or that of a directory above it, begins with. */
  List<Path> skipped() {
    return skipped;
  }

  /**
   * Whether it could match a place, a directory above it or something below it, were they there.
   */
  boolean couldMatch(RealPlace place) throws IOException {
    for (List<NamePattern> patterns : alternatives()) {
      if (couldMatch(place, patterns)) {
        return true;
      }
    }
    return false;
  }

  private Path root() {
    return new Path(glob.toUri().getScheme(), glob.toUri().getAuthority(), Path.SEPARATOR);
  }

  /** The patterns of the names on the way from the root, for each choice of braces with slashes. */
  private List<List<NamePattern>> alternatives() {
    try {
      List<List<NamePattern>> alternatives = new ArrayList<>();
      for (String path : GlobExpander.expand(glob.toUri().getPath())) {
        List<NamePattern> patterns = new ArrayList<>();
        for (String name : Arrays.asList(path.split(Path.SEPARATOR))) {
          if (!name.isEmpty()) {
            patterns.add(NamePattern.of(name));
          }
        }
        alternatives.add(patterns);
      }
      return alternatives;
    } catch (IOException e) {
      throw new UsageException(
          "Invalid input: " + glob + ", expected a path or a glob (" + e.getMessage() + ")");
    }
  }

  private boolean couldMatch(RealPlace place, List<NamePattern> patterns) throws IOException {
    Path directory = root();
    int literal = 0;
    while (literal < patterns.size() && patterns.get(literal).isLiteral()) {
      directory = new Path(directory, patterns.get(literal).name());
      literal++;
    }
    RealPlace base = RealPlace.of(files, directory);
    if (!place.isIn(base)) {
      return false;
    }
    List<String> names = place.namesFrom(base);
    int compared = Math.min(names.size(), patterns.size() - literal);
    for (int i = 0; i < compared; i++) {
      if (!patterns.get(literal + i).matches(names.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void match(Path place, List<NamePattern> patterns) throws IOException {
    if (patterns.isEmpty()) {
      addIfThere(place);
      return;
    }
    NamePattern pattern = patterns.get(0);
    List<NamePattern> below = patterns.subList(1, patterns.size());
    if (pattern.isLiteral()) {
      match(new Path(place, pattern.name()), below);
      return;
    }
    DirectoryEntries entries = entries(place, pattern);
    skipped.addAll(entries.skipped());
    for (FileStatus child : entries.read()) {
      if (below.isEmpty()) {
        matches.add(child);
      } else if (child.isDirectory()) {
        match(child.getPath(), below);
      }
    }
  }

  private void addIfThere(Path place) throws IOException {
    try {
      matches.add(files.getFileStatus(place));
    } catch (FileNotFoundException e) {
      // matches nothing
    }
  }

  private DirectoryEntries entries(Path directory, NamePattern pattern) throws IOException {
    try {
      return DirectoryEntries.of(files, directory, pattern);
    } catch (FileNotFoundException e) {
      return new DirectoryEntries(List.of(), List.of());
    }
  }
}
