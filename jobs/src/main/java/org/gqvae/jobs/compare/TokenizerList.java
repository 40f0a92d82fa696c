package org.gqvae.jobs.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * Tokenizer directories with a name for each: the directory's, and where several have that, the
 * shortest end of the path that tells them apart.
 *
 * <pre>{@code
 * TokenizerList.of(List.of("bpe", "runs/a/tokenizer", "runs/b/tokenizer")).names();
 * // bpe, a/tokenizer, b/tokenizer
 * }</pre>
 *
 * @param directories Hadoop paths
 * @param names one for each directory
 */
public record TokenizerList(List<String> directories, List<String> names) {
  public TokenizerList {
    directories = List.copyOf(directories);
    names = List.copyOf(names);
  }

  /** Names the directories. Only those that are given twice have the same name. */
  public static TokenizerList of(List<String> directories) {
    List<List<String>> paths = directories.stream().map(TokenizerList::parts).toList();
    List<String> names = new ArrayList<>();
    for (List<String> path : paths) {
      int depth = 1;
      while (depth < path.size() && isShared(end(path, depth), depth, paths)) {
        depth++;
      }
      names.add(end(path, depth));
    }
    return new TokenizerList(directories, names);
  }

  /** The directories that are given more than once. */
  public List<String> repeated() {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !seen.add(name)).distinct().toList();
  }

  /** The place of the tokenizer of this name or directory; empty where there is none. */
  public OptionalInt indexOf(String nameOrDirectory) {
    String path = String.join(Path.SEPARATOR, parts(nameOrDirectory));
    return IntStream.range(0, names.size())
        .filter(
            i ->
                names.get(i).equals(nameOrDirectory)
                    || String.join(Path.SEPARATOR, parts(directories.get(i))).equals(path))
        .findFirst();
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
