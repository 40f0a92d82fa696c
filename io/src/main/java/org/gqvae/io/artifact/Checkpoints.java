package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;
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

  /** Where the checkpoint of a round is. */
  public static Path path(Path directory, int round) {
    return new Path(directory, String.format(Locale.ROOT, "round-%04d", round));
  }

  /** Writes a checkpoint, then removes all but the last {@code keep}. */
  public void save(Checkpoint checkpoint, int keep) throws IOException {
    Path path = path(directory, checkpoint.round());
    Storage.sweep(path, hadoop);
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

  /**
   * Whether a round's checkpoint was written to its end: its checksums are there, which come last.
   */
  public boolean isWritten(int round) throws IOException {
    Path path = path(directory, round);
    return Storage.of(path, hadoop).exists(new Path(path, CHECKSUMS));
  }

  /** The newest round whose checkpoint was written to its end. */
  public OptionalInt lastWritten() throws IOException {
    for (Path path : newestFirst()) {
      if (isWritten(round(path))) {
        return OptionalInt.of(round(path));
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The newest whole checkpoint.
   *
   * @param warnings takes a line for each newer one that does not count, with what is wrong
   */
  public Optional<Checkpoint> latest(Consumer<String> warnings) throws IOException {
    for (Path path : newestFirst()) {
      Optional<String> damage = damage(path);
      if (damage.isEmpty()) {
        State state = JsonFile.read(new Path(path, STATE), State.class, REMEDY, hadoop);
        return Optional.of(
            new Checkpoint(
                state.round(),
                state.wordsSeen(),
                state.steps(),
                FloatFile.read(new Path(path, PARAMETERS), hadoop),
                FloatFile.read(new Path(path, UPDATER), hadoop)));
      }
      warnings.accept(
          "Passing over the checkpoint " + path + " for the one before it: " + damage.get());
    }
    return Optional.empty();
  }

  /** What is wrong with a checkpoint; nothing where it is whole. */
  private Optional<String> damage(Path path) throws IOException {
    Map<String, String> sha256;
    try {
      sha256 = JsonFile.read(new Path(path, CHECKSUMS), Checksums.class, REMEDY, hadoop).sha256();
    } catch (UsageException e) {
      return Optional.of(CHECKSUMS + ", which is written last, is missing or damaged");
    }
    for (String name : List.of(PARAMETERS, UPDATER, STATE)) {
      try {
        if (!Storage.sha256(new Path(path, name), hadoop).equals(sha256.get(name))) {
          return Optional.of(name + " has another SHA-256 than " + CHECKSUMS + " tells");
        }
      } catch (FileNotFoundException e) {
        return Optional.of(name + " is missing");
      }
    }
    return Optional.empty();
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
