package org.gqvae.io.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.Storage;

/**
 * metrics.jsonl of a run: a line a round, written anew with each round so that it is always whole.
 */
public final class MetricsFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private final Configuration hadoop;
  private final List<String> lines = new ArrayList<>();

  private MetricsFile(Path path, Configuration hadoop) {
    this.path = path;
    this.hadoop = hadoop;
  }

  /** The file with its lines of the first {@code rounds} rounds; later ones are forgotten. */
  public static MetricsFile resume(Path path, int rounds, Configuration hadoop) throws IOException {
    MetricsFile file = new MetricsFile(path, hadoop);
    try {
      String text = new String(Storage.read(path, hadoop), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        if (MAPPER.readTree(line).path("round").asInt(Integer.MAX_VALUE) <= rounds) {
          file.lines.add(line);
        }
      }
    } catch (FileNotFoundException e) {
      // A new run.
    }
    return file;
  }

  /**
   * Adds the line of a round.
   *
   * @param line a record with a component {@code round}
   */
  public void add(Record line) throws IOException {
    lines.add(MAPPER.writeValueAsString(line));
    AtomicFile.write(
        path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), hadoop);
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }
}
