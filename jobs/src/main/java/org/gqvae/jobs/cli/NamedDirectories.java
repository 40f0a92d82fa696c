package org.gqvae.jobs.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Spelling;

/**
 * Directories that an option lists, such as tokenizers, with a name for each: the directory's, and
 * where several have that, the shortest end of the path that tells them apart.
 *
 * <pre>{@code
 * NamedDirectories.of("tokenizers", List.of("bpe", "runs/a/tokenizer", "runs/b/tokenizer")).names();
 * // bpe, a/tokenizer, b/tokenizer
 * }</pre>
 *
 * @param kind what they are called, for messages
 * @param directories Hadoop paths
 * @param names one for each directory
 */
public record NamedDirectories(String kind, List<String> directories, List<String> names) {
  public NamedDirectories {
    directories = List.copyOf(directories);
    names = List.copyOf(names);
  }

  /** Names the directories. Only those that are given twice have the same name. */
  public static NamedDirectories of(String kind, List<String> directories) {
    List<List<String>> paths = directories.stream().map(NamedDirectories::parts).toList();
    List<String> names = new ArrayList<>();
    for (List<String> path : paths) {
      int depth = 1;
      while (depth < path.size() && isShared(end(path, depth), depth, paths)) {
        depth++;
      }
      names.add(end(path, depth));
    }
    return new NamedDirectories(kind, directories, names);
  }

  /** The place of the directory of this name or path; empty where there is none. */
  public OptionalInt indexOf(String nameOrDirectory) {
    String path = String.join(Path.SEPARATOR, parts(nameOrDirectory));
    return IntStream.range(0, names.size())
        .filter(
            i ->
                names.get(i).equals(nameOrDirectory)
                    || String.join(Path.SEPARATOR, parts(directories.get(i))).equals(path))
        .findFirst();
  }

  /** What is wrong where a directory is given more than once. */
  public List<String> repetitions() {
    Set<String> seen = new HashSet<>();
    return names.stream()
        .filter(name -> !seen.add(name))
        .distinct()
        .map(name -> "Given twice among the %s: %s. Give it once".formatted(kind, name))
        .toList();
  }

  /** What is wrong with groups: directories that are none of these, or two of one name. */
  public List<String> problems(List<DirectoryGroup> groups) {
    List<String> problems = new ArrayList<>();
    for (DirectoryGroup group : groups) {
      for (String directory : group.directories()) {
        unknown("--group " + group.name(), directory).ifPresent(problems::add);
      }
    }
    if (groups.stream().map(DirectoryGroup::name).distinct().count() < groups.size()) {
      problems.add("Two groups have the same name. Give each --group a name of its own");
    }
    return problems;
  }

  /** What is wrong where {@code place} names a directory that is none of these. */
  public Optional<String> unknown(String place, String nameOrDirectory) {
    return indexOf(nameOrDirectory).isPresent()
        ? Optional.empty()
        : Optional.of(
            "Invalid %s: %s is none of the %s. %s"
                .formatted(
                    place,
                    nameOrDirectory,
                    kind,
                    Spelling.nearest(nameOrDirectory, names)
                        .map(nearest -> "Did you mean " + nearest + "?")
                        .orElse("They are " + String.join(", ", names))));
  }

  private static boolean isShared(String end, int depth, List<List<String>> paths) {
    return paths.stream().filter(path -> end(path, depth).equals(end)).count() > 1;
  }

  private static String end(List<String> path, int depth) {
    return String.join(Path.SEPARATOR, path.subList(Math.max(0, path.size() - depth), path.size()));
  }

  private static List<String> parts(String directory) {
    return Arrays.stream(directory.split(Path.SEPARATOR, -1))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .toList();
  }
}
