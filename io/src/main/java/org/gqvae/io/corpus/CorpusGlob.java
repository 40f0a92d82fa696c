package org.gqvae.io.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
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

  private CorpusGlob(FileSystem files, Path glob) {
    this.files = files;
    this.glob = glob;
  }

  /**
   * The files and directories that match, a directory without what is in it.
   *
   * @param glob from the root on
   * @throws UsageException when the glob is malformed
   */
  static List<FileStatus> matches(FileSystem files, Path glob) throws IOException {
    CorpusGlob matching = new CorpusGlob(files, glob);
    for (List<String> patterns : matching.alternatives()) {
      matching.match(matching.root(), patterns);
    }
    return matching.matches;
  }

  /**
   * Whether the glob could match a place, a directory above it or something below it, were they
   * there.
   *
   * @param glob from the root on
   * @throws UsageException when the glob is malformed
   */
  static boolean couldMatch(FileSystem files, Path glob, RealPlace place) throws IOException {
    CorpusGlob matching = new CorpusGlob(files, glob);
    for (List<String> patterns : matching.alternatives()) {
      if (matching.couldMatch(place, patterns)) {
        return true;
      }
    }
    return false;
  }

  private Path root() {
    return new Path(glob.toUri().getScheme(), glob.toUri().getAuthority(), Path.SEPARATOR);
  }

  /** The patterns of the names on the way from the root, for each choice of braces with slashes. */
  private List<List<String>> alternatives() throws IOException {
    return GlobExpander.expand(glob.toUri().getPath()).stream()
        .map(path -> Arrays.stream(path.split(Path.SEPARATOR)))
        .map(names -> names.filter(name -> !name.isEmpty()).toList())
        .toList();
  }

  private boolean couldMatch(RealPlace place, List<String> patterns) throws IOException {
    Path directory = root();
    int literal = 0;
    while (literal < patterns.size() && !filter(patterns.get(literal)).hasPattern()) {
      directory = child(directory, patterns.get(literal));
      literal++;
    }
    RealPlace base = RealPlace.of(files, directory);
    if (!place.isIn(base)) {
      return false;
    }
    List<String> names = place.namesFrom(base);
    int compared = Math.min(names.size(), patterns.size() - literal);
    for (int i = 0; i < compared; i++) {
      if (!filter(patterns.get(literal + i)).accept(new Path(null, null, names.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** What a pattern without wildcards names. */
  private static Path child(Path directory, String pattern) {
    return new Path(directory, new Path(null, null, pattern.replaceAll("\\\\(.)", "$1")));
  }

  private void match(Path place, List<String> patterns) throws IOException {
    if (patterns.isEmpty()) {
      addIfThere(place);
      return;
    }
    List<String> below = patterns.subList(1, patterns.size());
    GlobFilter filter = filter(patterns.get(0));
    if (!filter.hasPattern()) {
      match(child(place, patterns.get(0)), below);
      return;
    }
    for (FileStatus child : children(place)) {
      if (!filter.accept(child.getPath())) {
        continue;
      }
      if (below.isEmpty()) {
        matches.add(child);
      } else if (child.isDirectory()) {
        match(child.getPath(), below);
      }
    }
  }

  private GlobFilter filter(String pattern) {
    try {
      return new GlobFilter(pattern);
    } catch (IOException e) {
      throw new UsageException(
          "Invalid input: " + glob + ", expected a path or a glob (" + e.getMessage() + ")");
    }
  }

  private void addIfThere(Path place) throws IOException {
    try {
      matches.add(files.getFileStatus(place));
    } catch (FileNotFoundException e) {
      // matches nothing
    }
  }

  /** What is right in a directory; a file would list itself. */
  private List<FileStatus> children(Path directory) throws IOException {
    try {
      return Arrays.stream(files.listStatus(directory))
          .filter(child -> !child.getPath().equals(directory))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
