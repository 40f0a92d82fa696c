package org.gqvae.jobs.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.artifact.RunIdentity;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.TokensManifest;

/**
 * A directory that a verb writes, with what becomes of what is there already. Only what the verb
 * itself writes is ever removed.
 *
 * @param path Hadoop path
 * @param mode what becomes of earlier contents
 * @param ownNames regular expression of the names that the verb writes directly below the path
 * @param resumable whether the verb knows {@link OutputMode#RESUME}, for messages
 */
public record OutputDirectory(String path, OutputMode mode, String ownNames, boolean resumable) {
  /** An empty file that says that an output is whole, as Spark writes it. */
  public static final String SUCCESS = FileOutputCommitter.SUCCEEDED_FILE_NAME;

  /** The files, of all verbs, without which nothing else in an output counts. */
  private static final Set<String> WRITTEN_LAST =
      Set.of(
          SUCCESS, // of texts
          TokensManifest.FILE_NAME, // of token columns
          RunIdentity.FILE_NAME, // of a run that can be resumed
          WordCountsFile.SUMMARY, // of counted words
          LanguageModelRun.FILE_NAME,
          "manifest.json"); // of a tokenizer

  /** The same for a verb that does not know {@link OutputMode#RESUME}. */
  public OutputDirectory withoutResume() {
    return new OutputDirectory(path, mode, ownNames, false);
  }

  /**
   * Looks whether the verb may write here.
   *
   * @throws UsageException when the directory holds what stops the verb
   */
  public void check(Configuration hadoop) {
    try {
      FileSystem files = root().getFileSystem(hadoop);
      List<String> names = names(files);
      if (names.isEmpty()) {
        return;
      }
      if (mode == OutputMode.REFUSE) {
        throw new UsageException(
            "Output exists: %s is not empty. Give another --output, %s"
                .formatted(
                    path,
                    resumable
                        ? "--resume to go on, or --overwrite to replace it"
                        : "or --overwrite to replace it"));
      }
      Pattern own = Pattern.compile(ownNames);
      List<String> foreign =
          names.stream().filter(name -> !own.matcher(name).matches()).sorted().toList();
      if (!foreign.isEmpty()) {
        throw new UsageException(
            "Output %s holds what this verb did not write: %s. Give another --output, or remove it"
                .formatted(path, shorten(foreign)));
      }
    } catch (IOException e) {
      throw JobFailedException.cannot("list the output " + path, e);
    }
  }

  /**
   * Looks whether no other command writes here.
   *
   * @throws UsageException naming the command that does
   */
  void checkFree(Configuration hadoop) {
    try {
      Lease.checkFree(root(), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("list the output " + path, e);
    }
  }

  /**
   * Takes the right to write here, which one command has at a time.
   *
   * @param command for the messages of others
   * @throws UsageException naming the command that has it
   */
  Lease lease(String command, Consumer<String> warning, Configuration hadoop) {
    try {
      return Lease.acquire(root(), command, warning, hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("write the output " + path, e);
    }
  }

  /** Whether {@code place} is this directory or below it. */
  public boolean holds(Path place, Configuration hadoop) {
    try {
      return (Storage.qualified(place, hadoop) + "/").startsWith(qualified(hadoop) + "/");
    } catch (IOException e) {
      throw JobFailedException.cannot("reach " + place, e);
    }
  }

  /** Whether this directory is below {@code place}. */
  boolean isBelow(Path place, Configuration hadoop) {
    try {
      return qualified(hadoop).toString().startsWith(Storage.qualified(place, hadoop) + "/");
    } catch (IOException e) {
      throw JobFailedException.cannot("reach " + place, e);
    }
  }

  /**
   * Makes the directory; with {@link OutputMode#OVERWRITE}, removes what is there: first the files
   * that say that an output is whole, so that what is left half-way is not taken for one.
   */
  public void prepare(Configuration hadoop) {
    check(hadoop);
    try {
      FileSystem files = root().getFileSystem(hadoop);
      if (mode == OutputMode.OVERWRITE) {
        List<String> names = new ArrayList<>(names(files));
        names.sort(Comparator.comparing(name -> !WRITTEN_LAST.contains(name)));
        for (String name : names) {
          files.delete(new Path(root(), name), true);
        }
      }
      files.mkdirs(root());
    } catch (IOException e) {
      throw JobFailedException.cannot("write the output " + path, e);
    }
  }

  /**
   * Makes the directory and leaves what is there, for a verb that always writes all of its files:
   * with {@link OutputMode#OVERWRITE} each stays until its successor takes its name.
   */
  public void prepareToReplace(Configuration hadoop) {
    check(hadoop);
    try {
      root().getFileSystem(hadoop).mkdirs(root());
      Storage.sweep(root(), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("write the output " + path, e);
    }
  }

  /**
   * Writes {@link #SUCCESS}, for a verb whose other files do not say that all of them are there.
   */
  public void finish(Configuration hadoop) {
    try {
      Lease.checkHeld(root(), hadoop);
      AtomicFile.write(new Path(root(), SUCCESS), new byte[0], hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("write the output " + path, e);
    }
  }

  /** Removes what the verb has written, and the directory where nothing else is in it. */
  public void discard(Configuration hadoop) {
    try {
      FileSystem files = root().getFileSystem(hadoop);
      Pattern own = Pattern.compile(ownNames);
      for (String name : names(files)) {
        if (own.matcher(name).matches()) {
          files.delete(new Path(root(), name), true);
        }
      }
      if (files.listStatus(root()).length == 0) { // else closing the lease removes it
        files.delete(root(), false);
      }
    } catch (IOException e) {
      throw JobFailedException.cannot("clear the output " + path, e);
    }
  }

  /**
   * What a command that was stopped has left here, and how to go on.
   *
   * @param finished what another run can use of it
   */
  String remains(Optional<String> finished, Configuration hadoop) {
    try {
      if (names(root().getFileSystem(hadoop)).isEmpty()) {
        return "Nothing is in %s; run the same line again".formatted(path);
      }
    } catch (IOException | RuntimeException e) { // whatever else ends with the command
      return "What is in %s cannot be listed: %s".formatted(path, e.getMessage());
    }
    return resumable
        ? "%s holds %s; %s to go on"
            .formatted(path, finished.orElse("nothing finished yet"), resuming())
        : "%s may be incomplete; run the same line %s".formatted(path, overwriting());
  }

  private String resuming() {
    return switch (mode) {
      case REFUSE -> "run the same line with --resume";
      case OVERWRITE -> "run the same line with --resume in place of --overwrite";
      case RESUME, RESUME_WITH_OTHER_BUILD -> "run the same line again";
    };
  }

  private String overwriting() {
    return mode == OutputMode.OVERWRITE ? "again" : "with --overwrite";
  }

  /** The path with its file system and from its root on, so that it is the same on any machine. */
  public Path qualified(Configuration hadoop) {
    try {
      return Storage.qualified(root(), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("reach the output " + path, e);
    }
  }

  /**
   * Checks that what tasks have written is seen by the driver too.
   *
   * @param names paths below this directory
   * @throws JobFailedException naming the first that is not
   */
  public void checkWritten(List<String> names, Configuration hadoop) {
    try {
      Map<Path, Set<String>> listed = new HashMap<>(); // one call a directory, not one a file
      for (String name : names) {
        Path file = new Path(root(), name);
        Path parent = file.getParent();
        if (!listed.containsKey(parent)) {
          listed.put(parent, namesOfFiles(parent, hadoop));
        }
        if (!listed.get(parent).contains(file.getName())) {
          throw new JobFailedException(
              "A task has written "
                  + name
                  + ", but it is not in "
                  + qualified(hadoop)
                  + ". Give an --output that all machines of the cluster share");
        }
      }
    } catch (IOException e) {
      throw JobFailedException.cannot("list the output " + path, e);
    }
  }

  private Path root() {
    return new Path(path);
  }

  private List<String> names(FileSystem files) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus child : files.listStatus(root())) {
        if (!child.isDirectory() && child.getPath().equals(files.makeQualified(root()))) {
          throw new UsageException(
              "Output " + path + " is a file. Give the name of a directory as --output");
        }
        if (!Lease.isOwnName(child.getPath().getName())) {
          names.add(child.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return names;
  }

  private static Set<String> namesOfFiles(Path directory, Configuration hadoop) throws IOException {
    try {
      return Storage.visibleFiles(directory, hadoop).stream()
          .map(file -> file.getPath().getName())
          .collect(Collectors.toSet());
    } catch (FileNotFoundException e) {
      return Set.of();
    }
  }

  private static String shorten(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(3, names.size())))
        + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : "");
  }
}
