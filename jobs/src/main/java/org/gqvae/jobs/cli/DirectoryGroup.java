package org.gqvae.jobs.cli;

import java.util.Arrays;
import java.util.List;
import org.gqvae.io.failure.UsageException;

/**
 * Directories that belong together, such as those of runs that differ in their seed.
 *
 * @param name what readers call them
 * @param directories their names or paths
 */
public record DirectoryGroup(String name, List<String> directories) {
  public DirectoryGroup {
    directories = List.copyOf(directories);
  }

  /**
   * The group that {@code NAME=A,B,C} names.
   *
   * @param expected what A, B and C are, for the message: {@code tokenizers in --tokenizers}
   * @throws UsageException when the name or all directories are missing
   */
  public static DirectoryGroup parse(String text, String expected) {
    int equals = text.indexOf('=');
    List<String> directories =
        Arrays.stream(text.substring(equals + 1).split(",", -1))
            .map(String::strip)
            .filter(directory -> !directory.isEmpty())
            .distinct()
            .toList();
    if (equals < 1 || text.substring(0, equals).isBlank() || directories.isEmpty()) {
      throw new UsageException("Invalid --group " + text + ", expected NAME=A,B,.. of " + expected);
    }
    return new DirectoryGroup(text.substring(0, equals).strip(), directories);
  }
}
