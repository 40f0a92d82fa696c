package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;

/**
 * The checkpoints of a run.
 *
 * <pre>
 * checkpoints/round-0007/parameters.bin  little-endian float32
 *                        updater.bin     little-endian float32
 *                        state.json      round, words seen, steps
 *                        checksums.json  SHA-256 of the three; written last
 * </pre>
 *
 * <p>A checkpoint whose checksums are missing or wrong does not count: one that was cut off while
 * being written is passed over for the one before it.
 */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("round-(\\d{4,9})");
  private static final String PARAMETERS = "parameters.bin";
  private static final String UPDATER = "updater.bin";
  private static final String STATE = "state.json";
  private static final String CHECKSUMS = "checksums.json";
  private static final String REMEDY = "resume from an earlier checkpoint";

  private final Path directory;
  private final Configuration hadoop;

  public Checkpoints(Path directory, Configuration hadoop) {
    this.directory = directory;
    this.hadoop = hadoop;
  }

  private record State(
      @JsonProperty("round") int round,
      @JsonProperty("words_seen") long wordsSeen,
      @JsonProperty("steps") int steps) {}

  private record Checksums(@JsonProperty("sha256") Map<String, String> sha256) {
    Checksums {
      if (sha256 == null) {
        throw new IllegalArgumentException("Invalid sha256: null, expected an object");
      }
    }
  }

  /** Writes a checkpoint, then removes all but the last {@code keep}. */
  public void save(Checkpoint checkpoint, int keep) throws IOException {
    Path path = new Path(directory, String.format("round-%04d", checkpoint.round()));
    Storage.of(path, hadoop).delete(path, true);
    Map<String, String> sha256 = new TreeMap<>();
    sha256.put(
        PARAMETERS,
        FloatFile.write(new Path(path, PARAMETERS), checkpoint.parameters(), hadoop).sha256());
    sha256.put(
        UPDATER,
        FloatFile.write(new Path(path, UPDATER), checkpoint.updaterState(), hadoop).sha256());
    State state = new State(checkpoint.round(), checkpoint.wordsSeen(), checkpoint.steps());
    sha256.put(STATE, JsonFile.write(new Path(path, STATE), state, hadoop).sha256());
    JsonFile.write(new Path(path, CHECKSUMS), new Checksums(sha256), hadoop);
    List<Path> all = newestFirst();
    for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
      Storage.of(old, hadoop).delete(old, true);
    }
  }

  /** The newest whole checkpoint. */
  public Optional<Checkpoint> latest() throws IOException {
    for (Path path : newestFirst()) {
      if (isWhole(path)) {
        State state = JsonFile.read(new Path(path, STATE), State.class, REMEDY, hadoop);
        return Optional.of(
            new Checkpoint(
                state.round(),
                state.wordsSeen(),
                state.steps(),
                FloatFile.read(new Path(path, PARAMETERS), hadoop),
                FloatFile.read(new Path(path, UPDATER), hadoop)));
      }
    }
    return Optional.empty();
  }

  private boolean isWhole(Path path) throws IOException {
    try {
      Map<String, String> sha256 =
          JsonFile.read(new Path(path, CHECKSUMS), Checksums.class, REMEDY, hadoop).sha256();
      for (String name : List.of(PARAMETERS, UPDATER, STATE)) {
        if (!Storage.sha256(new Path(path, name), hadoop).equals(sha256.get(name))) {
          return false;
        }
      }
      return true;
    } catch (UsageException | FileNotFoundException e) {
      return false;
    }
  }

  private List<Path> newestFirst() throws IOException {
    FileSystem files = Storage.of(directory, hadoop);
    List<Path> paths = new ArrayList<>();
    if (files.exists(directory)) {
      Arrays.stream(files.listStatus(directory))
          .map(FileStatus::getPath)
          .filter(path -> NAME.matcher(path.getName()).matches())
          .sorted(Comparator.comparingInt(Checkpoints::round).reversed())
          .forEach(paths::add);
    }
    return paths;
  }

  private static int round(Path path) {
    Matcher matcher = NAME.matcher(path.getName());
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
