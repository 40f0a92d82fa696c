package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.corpus.CorpusInventory;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;

/**
 * All that the files of a run depend on: {@code _run.json}, the first file of its directory. A run
 * is resumed only where it is the same.
 *
 * @param configuration the settings that decide what the run gives, by their keys
 * @param input the corpus's fingerprint
 * @param tokenizer the fingerprint of the tokenizer that the run takes; empty where it takes none
 * @param version of this software
 * @param commit that this software was built from
 */
public record RunIdentity(
    @JsonProperty("configuration") SortedMap<String, String> configuration,
    @JsonProperty("input") String input,
    @JsonProperty("tokenizer") String tokenizer,
    @JsonProperty("version") String version,
    @JsonProperty("commit") String commit) {
  /** The file's name. */
  public static final String FILE_NAME = "_run.json";

  private static final String REMEDY = "so the run cannot be resumed; --overwrite begins it again";
  private static final String OTHER_RUN = "Give what it was begun with, or --overwrite";
  private static final String OTHER_BUILD =
      "Resume with the build that began it, or with --resume-with-other-build where you know that"
          + " both give the same, or --overwrite";

  /** Whether another build of the same version may go on with a run. */
  public enum OtherBuild {
    REFUSED,
    ALLOWED
  }

  public RunIdentity {
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(commit, "commit");
  }

  /** Writes {@code directory/_run.json}. */
  public void write(Path directory, Configuration hadoop) throws IOException {
    JsonFile.write(new Path(directory, FILE_NAME), this, hadoop);
  }

  /**
   * Checks that the run begun in {@code directory} is this one; where nothing is, there is none.
   *
   * @param files those of the input, to say how it has changed
   * @throws UsageException naming everything that differs, or when it does not say which run it is
   */
  public void checkBegun(
      Path directory, CorpusInventory files, OtherBuild build, Configuration hadoop)
      throws IOException {
    String changes =
        files.changesSince(directory, hadoop).map(told -> " (" + told + ")").orElse("");
    checkBegun(directory, changes, build, hadoop);
  }

  /**
   * The same for a run whose input is no corpus.
   *
   * @throws UsageException naming everything that differs, or when it does not say which run it is
   */
  public void checkBegun(Path directory, OtherBuild build, Configuration hadoop)
      throws IOException {
    checkBegun(directory, "", build, hadoop);
  }

  private void checkBegun(Path directory, String changes, OtherBuild build, Configuration hadoop)
      throws IOException {
    if (Storage.isVacant(directory, hadoop)) {
      return;
    }
    RunIdentity begun =
        JsonFile.read(new Path(directory, FILE_NAME), RunIdentity.class, REMEDY, hadoop);
    List<String> problems = new ArrayList<>();
    for (String difference : differences(begun, changes)) {
      problems.add("Cannot resume %s: %s. %s".formatted(directory, difference, OTHER_RUN));
    }
    if (build == OtherBuild.REFUSED && !commit.equals(begun.commit)) {
      String difference = difference("commit of gqvae", begun.commit, commit);
      problems.add("Cannot resume %s: %s. %s".formatted(directory, difference, OTHER_BUILD));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  /** In what this run is another one than {@code begun}, whatever the commits are. */
  private List<String> differences(RunIdentity begun, String changesOfInput) {
    List<String> differences = new ArrayList<>();
    if (!tokenizer.equals(begun.tokenizer)) {
      differences.add(difference("tokenizer fingerprint", begun.tokenizer, tokenizer));
    }
    if (!input.equals(begun.input)) {
      differences.add(difference("input fingerprint", begun.input, input) + changesOfInput);
    }
    TreeSet<String> keys = new TreeSet<>(configuration.keySet());
    keys.addAll(begun.configuration.keySet());
    for (String key : keys) {
      if (!Objects.equals(configuration.get(key), begun.configuration.get(key))) {
        differences.add(difference(key, begun.configuration.get(key), configuration.get(key)));
      }
    }
    if (!version.equals(begun.version)) {
      differences.add(difference("version of gqvae", begun.version, version));
    }
    return differences;
  }

  private static String difference(String what, String then, String now) {
    return "%s: %s then, %s now".formatted(what, shown(then), shown(now));
  }

  private static String shown(String value) {
    return value == null ? "unset" : value.isEmpty() ? "\"\"" : value;
  }
}
