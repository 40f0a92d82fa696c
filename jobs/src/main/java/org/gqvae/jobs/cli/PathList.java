package org.gqvae.jobs.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;
import picocli.CommandLine.TypeConversionException;

/** The paths that an option names: several in one value, or in one value each. */
public final class PathList {
  private static final String COMMA = ",";

  private PathList() {}

  /**
   * The paths in {@code values}. A value is one path where something exists by that name. Else
   * commas separate paths, apart from commas in the names of what exists.
   *
   * @throws UsageException when one is no path
   */
  public static List<String> of(String option, List<String> values, Configuration hadoop) {
    return values.stream().flatMap(value -> paths(option, value, hadoop)).toList();
  }

  private static Stream<String> paths(String option, String value, Configuration hadoop) {
    if (!value.contains(COMMA) || exists(value, hadoop)) {
      return Stream.of(checked(option, value));
    }
    List<String> pieces = List.of(value.split(COMMA, -1));
    List<String> paths = new ArrayList<>();
    int from = 0;
    while (from < pieces.size() - 1) {
      int first = from;
      int end =
          IntStream.rangeClosed(from + 1, pieces.size())
              .filter(candidate -> exists(joined(pieces, first, candidate), hadoop))
              .findFirst()
              .orElse(from + 1);
      paths.add(checked(option, joined(pieces, from, end)));
      from = end;
    }
    if (from < pieces.size()) {
      paths.add(checked(option, pieces.get(from)));
    }
    return paths.stream();
  }

  private static String joined(List<String> pieces, int from, int to) {
    return pieces.subList(from, to).stream().collect(Collectors.joining(COMMA));
  }

  private static String checked(String option, String path) {
    try {
      return new HadoopPath().convert(path);
    } catch (TypeConversionException e) {
      throw new UsageException("Invalid value for option '" + option + "': " + e.getMessage());
    }
  }

  private static boolean exists(String name, Configuration hadoop) {
    try {
      Path path = new Path(name);
      return Storage.of(path, hadoop).exists(path);
    } catch (IllegalArgumentException e) {
      return false; // pieces of paths need not be paths
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + name, e);
    }
  }
}
