package org.gqvae.io.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.gqvae.io.failure.JobFailedException;

/**
 * What is right in a directory.
 *
 * @param read entries that a pattern matches
 * @param skipped those that it matches but for what their names begin with
 */
record DirectoryEntries(List<FileStatus> read, List<Path> skipped) {

  /**
   * The entries of a directory; a file has none.
   *
   * @throws FileNotFoundException when nothing is there
   * @throws JobFailedException when an entry would be lost that the pattern matches
   */
  static DirectoryEntries of(FileSystem files, Path directory, NamePattern pattern)
      throws IOException {
    DirectoryEntries entries = new DirectoryEntries(new ArrayList<>(), new ArrayList<>());
    Set<String> names = new HashSet<>();
    for (FileStatus entry : list(files, directory)) {
      if (entry.getPath().equals(directory)) {
        return entries; // a file lists itself
      }
      String name = entry.getPath().getName();
      names.add(name);
      if (pattern.matches(name) && pattern.skips(name)) {
        entries.skipped.add(entry.getPath());
      } else if (pattern.matches(name)) {
        entries.read.add(entry);
      }
    }
    if (files instanceof LocalFileSystem local) {
      checkLocal(local.pathToFile(directory).toPath(), names, pattern);
    }
    return entries;
  }

  /** With the machines that have the files, which file systems list at no further cost. */
  private static List<FileStatus> list(FileSystem files, Path directory) throws IOException {
    if (!BlockHosts.areToldBy(files)) {
      return List.of(files.listStatus(directory));
    }
    List<FileStatus> entries = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> located = files.listLocatedStatus(directory);
    while (located.hasNext()) {
      entries.add(located.next());
    }
    return entries;
  }

  /** A local listing leaves out what it cannot look at: documents would be lost silently. */
  private static void checkLocal(
      java.nio.file.Path directory, Set<String> listed, NamePattern pattern) throws IOException {
    try (var entries = Files.newDirectoryStream(directory)) {
      for (java.nio.file.Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!listed.contains(name)
            && !entry.toFile().exists()
            && pattern.matches(name)
            && !pattern.skips(name)) {
          throw new JobFailedException("Cannot read " + entry + ": " + problem(entry));
        }
      }
    }
  }

  private static String problem(java.nio.file.Path entry) {
    if (Files.exists(entry)) {
      return "its name is not in the character set of this JVM, %s. Rename it, or set LC_ALL=C.UTF-8 (for executors by spark.executorEnv.LC_ALL)"
          .formatted(System.getProperty("sun.jnu.encoding"));
    }
    return Files.notExists(entry)
        ? "it is a link to nothing. Mend or remove it"
        : "its directory may not be searched. Change the directory's permissions";
  }
}
