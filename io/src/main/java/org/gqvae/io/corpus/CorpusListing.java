package org.gqvae.io.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

/**
 * The files at an input: a file, a directory with all below it, or, where nothing has that name, a
 * glob of both.
 */
final class CorpusListing {
  private static final String WILDCARDS = "*?[{";

  private final FileSystem files;
  private final Path input;
  private final SortedSet<CorpusFile> found = new TreeSet<>();
  private final Set<RealPlace> directories = new HashSet<>(); // all of whose files are read
  private final Map<RealPlace, Path> met = new HashMap<>(); // directories, as first come to
  private Path base; // whose files' names are relative to it
  private boolean isGlob;

  /**
   * @param input from the root on
   */
  private CorpusListing(FileSystem files, Path input) {
    this.files = files;
    this.input = input;
  }

  /**
   * Lists what is at {@code input}. Below the input, names that begin with {@code _} or {@code .}
   * are skipped with all that they hold.
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
    return List.copyOf(found);
  }

  /** Whether a file at or below {@code place} could be listed. */
  boolean reaches(Path place, Configuration hadoop) throws IOException {
    FileSystem others = place.getFileSystem(hadoop);
    if (!others.getUri().equals(files.getUri())) {
      return false;
    }
    RealPlace real = RealPlace.of(files, others.makeQualified(place));
    return directories.stream().anyMatch(real::isIn)
        || (isGlob && CorpusGlob.couldMatch(files, input, real));
  }

  private void addInput() throws IOException {
    FileStatus status = statusOrNull(input);
    if (status == null && hasWildcard(input.toUri().getPath())) {
      isGlob = true;
      addMatches(input);
    } else if (status == null) {
      throw new UsageException(
          "Input does not exist: " + input + ". Give a file, a directory or a quoted glob");
    } else if (status.isDirectory()) {
      base = status.getPath();
      addDirectory(base);
    } else {
      found.add(new CorpusFile(status.getPath(), status.getPath().getName(), status.getLen()));
    }
  }

  private FileStatus statusOrNull(Path path) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private void addMatches(Path glob) throws IOException {
    List<FileStatus> matches = CorpusGlob.matches(files, glob);
    if (matches.isEmpty()) {
      throw new UsageException("Input matches no file: " + glob + ". Check the pattern");
    }
    base = glob;
    while (hasWildcard(base.toUri().getPath())) {
      base = base.getParent();
    }
    for (FileStatus match : matches) {
      if (isVisible(relativeName(match.getPath()))) {
        if (match.isFile()) {
          meet(match.getPath().getParent());
        }
        add(match);
      }
    }
  }

  private void addDirectory(Path directory) {
    FileStatus[] children;
    try {
      directories.add(meet(directory));
      checkLinks(directory);
      children = files.listStatus(directory);
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + directory, e);
    }
    for (FileStatus child : children) {
      if (isVisible(child.getPath().getName())) {
        add(child);
      }
    }
  }

  /** Refuses a symbolic link to a directory that another path leads to, or that holds the input. */
  private RealPlace meet(Path directory) throws IOException {
    RealPlace real = RealPlace.of(files, directory);
    Path first = met.computeIfAbsent(real, unmet -> directory);
    boolean holdsInput = !directory.equals(base) && RealPlace.of(files, base).isIn(real);
    if (holdsInput || !first.equals(directory)) {
      throw new UsageException(
          "The link %s leads to %s, whose documents would be read twice. Remove the link"
              .formatted(linkOn(directory).or(() -> linkOn(first)).orElse(directory), real.path()));
    }
    return real;
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

  /** A local listing passes over links that lead nowhere: their files would be lost silently. */
  private void checkLinks(Path directory) throws IOException {
    if (files instanceof LocalFileSystem local) {
      try (var entries = Files.newDirectoryStream(local.pathToFile(directory).toPath())) {
        for (java.nio.file.Path entry : entries) {
          if (Files.notExists(entry) && isVisible(entry.getFileName().toString())) {
            throw new JobFailedException(
                "Cannot read " + entry + ": it is a link to nothing. Mend or remove it");
          }
        }
      }
    }
  }

  private void add(FileStatus status) {
    if (status.isDirectory()) {
      addDirectory(status.getPath());
    } else {
      Path path = status.getPath();
      found.add(new CorpusFile(path, relativeName(path), status.getLen()));
    }
  }

  private String relativeName(Path path) {
    List<String> names = new ArrayList<>();
    for (Path p = path; p.depth() > base.depth(); p = p.getParent()) {
      names.add(0, p.getName());
    }
    return String.join(Path.SEPARATOR, names);
  }

  private static boolean isVisible(String relativeName) {
    for (String name : relativeName.split(Path.SEPARATOR, -1)) {
      if (name.startsWith("_") || name.startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasWildcard(String path) {
    return path.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
  }
}
