package org.gqvae.io.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.ReadAhead;

/**
 * The files at an input: a file, a directory with all below it, or, where nothing has that name, a
 * glob of both.
 */
final class CorpusListing {
  private static final String WILDCARDS = "*?[{";

  private final FileSystem files;
  private final Path input;
  private final SortedSet<CorpusFile> found = new TreeSet<>(); // a glob may match one twice

  private final SortedSet<String> skipped = new TreeSet<>();
  private final Set<RealPlace> directories = new HashSet<>(); // all of whose files are read
  private final Map<RealPlace, Path> met = new HashMap<>(); // directories, as first come to
  private Path base; // whose files' names are relative to it
  private CorpusGlob glob; // null where the input is none
  private List<CorpusFile> sorted;

  /**
   * @param input from the root on
   */
  private CorpusListing(FileSystem files, Path input) {
    this.files = files;
    this.input = input;
  }

  /**
   * Lists what is at {@code input}. Below the input, names that begin with {@code _} or {@code .}
   * are skipped with all that they hold, unless the name of a glob begins so itself.
   *
   * @throws UsageException when nothing is there
   * @throws JobFailedException when something there cannot be listed, naming it
   */
  static CorpusListing of(String input, Configuration hadoop) {
    Path place = null;
    try {
      place = new Path(input);
      FileSystem files = place.getFileSystem(hadoop);
      place = files.makeQualified(place);
      CorpusListing listing = new CorpusListing(files, place);
      listing.addInput();
      listing.sorted = List.copyOf(listing.found);
      listing.found.clear();
      return listing;
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Invalid input: " + input + ", expected a path (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + place, e);
    }
  }

  /** In byte order of their names. */
  List<CorpusFile> files() {
    return sorted;
  }

  /**
   * The names that are skipped, relative as those of files are; what is below them is not looked
   * at.
   */
  List<String> skipped() {
    return List.copyOf(skipped);
  }

  /** Whether a file at or below {@code place} could be listed. */
  boolean reaches(Path place, Configuration hadoop) throws IOException {
    FileSystem others = place.getFileSystem(hadoop);
    if (!others.getUri().equals(files.getUri())) {
      return false;
    }
    RealPlace real = RealPlace.of(files, others.makeQualified(place));
    return directories.stream().anyMatch(real::isIn) || (glob != null && glob.couldMatch(real));
  }

  private void addInput() throws IOException {
    FileStatus status = statusOrNull(input);
    if (status == null && hasWildcard(input.toUri().getPath())) {
      addMatches();
    } else if (status == null) {
      throw new UsageException(
          "Input does not exist: " + input + ". Give a file, a directory or a quoted glob");
    } else if (status.isDirectory()) {
      base = status.getPath();
      addDirectories(List.of(base));
    } else {
      Lease.checkWhole(status.getPath().getParent(), files);
      addFile(status, status.getPath().getName());
    }
  }

  private FileStatus statusOrNull(Path path) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private void addMatches() throws IOException {
    glob = CorpusGlob.of(files, input);
    if (glob.matches().isEmpty()) {
      throw new UsageException("Input matches no file: " + input + ". Check the pattern");
    }
    base = input;
    while (hasWildcard(base.toUri().getPath())) {
      base = base.getParent();
    }
    glob.skipped().forEach(this::skip);
    Set<Path> parents = new LinkedHashSet<>();
    List<Path> below = new ArrayList<>();
    for (FileStatus match : glob.matches()) {
      if (match.isFile()) {
        parents.add(match.getPath().getParent());
        addFile(match, relativeName(match.getPath()));
      } else {
        below.add(match.getPath());
      }
    }
    for (Path parent : parents) {
      Lease.checkWhole(parent, files);
      meet(parent, RealPlace.of(files, parent));
    }
    addDirectories(below);
  }

  /** A directory as it was listed, which is not yet known to be none that another path leads to. */
  private record Listed(Path directory, RealPlace real, DirectoryEntries entries) {}

  /** Adds directories with all below them, those of one depth together. */
  private void addDirectories(List<Path> level) throws IOException {
    List<Path> below = new ArrayList<>();
    try (ReadAhead<Path, Listed> listed = ReadAhead.of(level, this::list)) {
      while (listed.hasNext()) {
        Listed next = listed.next();
        meet(next.directory(), next.real());
        directories.add(next.real());
        next.entries().skipped().forEach(this::skip);
        for (FileStatus entry : next.entries().read()) {
          if (entry.isDirectory()) {
            below.add(entry.getPath());
          } else {
            addFile(entry, relativeName(entry.getPath()));
          }
        }
      }
    }
    if (!below.isEmpty()) {
      addDirectories(below);
    }
  }

  /** Lists a directory; refuses one that a command has not finished. On any thread. */
  private Listed list(Path directory) {
    try {
      RealPlace real = RealPlace.of(files, directory);
      Lease.checkWhole(directory, files);
      return new Listed(directory, real, DirectoryEntries.of(files, directory, NamePattern.ANY));
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + directory, e);
    }
  }

  /**
   * Refuses a symbolic link to a directory that another path leads to, or that holds the input.
   *
   * @param real where {@code directory} leads
   */
  private void meet(Path directory, RealPlace real) throws IOException {
    Path first = met.computeIfAbsent(real, place -> directory);
    boolean holdsInput = !directory.equals(base) && RealPlace.of(files, base).isIn(real);
    if (holdsInput || !first.equals(directory)) {
      throw new UsageException(
          "The link %s leads to %s, whose documents would be read twice. Remove the link"
              .formatted(linkOn(directory).or(() -> linkOn(first)).orElse(directory), real.path()));
    }
  }

  /** The last symbolic link on the way from the base to a directory. */
  private Optional<Path> linkOn(Path directory) {
    for (Path place = directory; place.depth() > base.depth(); place = place.getParent()) {
      if (files instanceof LocalFileSystem local
          && Files.isSymbolicLink(local.pathToFile(place).toPath())) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** Reading a pipe waits for another program, and a device has no end. */
  private void addFile(FileStatus status, String name) throws IOException {
    Path path = status.getPath();
    if (files instanceof LocalFileSystem local
        && !Files.isRegularFile(local.pathToFile(path).toPath())) {
      throw new UsageException(
          "Cannot read %s: it is a pipe, a socket or a device. Copy its content to a file"
              .formatted(path));
    }
    found.add(new CorpusFile(path, name, FileState.of(status), BlockHosts.of(status, files)));
  }

  private void skip(Path entry) {
    skipped.add(relativeName(entry));
  }

  private String relativeName(Path path) {
    List<String> names = new ArrayList<>();
    for (Path p = path; p.depth() > base.depth(); p = p.getParent()) {
      names.add(0, p.getName());
    }
    return String.join(Path.SEPARATOR, names);
  }

  private static boolean hasWildcard(String path) {
    return path.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
  }
}
