package org.gqvae.io.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** File systems as this project uses them: without the hidden {@code .crc} files of Hadoop. */
public final class Storage {
  private static final int BUFFER_BYTES = 1 << 16;

  private Storage() {}

  /**
   * The file system of {@code path}. On local disks it neither writes {@code .crc} side files nor
   * checks those that others left.
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }

  /**
   * The files right in {@code directory} whose names begin with neither {@code _} nor {@code .}, in
   * the order of their names.
   *
   * @throws FileNotFoundException when there is no such directory
   */
  public static List<FileStatus> visibleFiles(Path directory, Configuration hadoop)
      throws IOException {
    return Arrays.stream(of(directory, hadoop).listStatus(directory))
        .filter(FileStatus::isFile)
        .filter(file -> isVisible(file.getPath().getName()))
        .sorted(Comparator.comparing(file -> file.getPath().getName()))
        .toList();
  }

  /**
   * Whether nothing is there, or a directory that holds nothing but a {@link Lease}: an output may
   * be written to it.
   */
  public static boolean isVacant(Path path, Configuration hadoop) throws IOException {
    try {
      FileStatus[] entries = of(path, hadoop).listStatus(path); // a file lists itself
      return Arrays.stream(entries)
          .allMatch(entry -> Lease.isOwnName(entry.getPath().getName()) && entry.isFile());
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  /** A path with its file system and from its root on, so that it is the same on any machine. */
  public static Path qualified(Path path, Configuration hadoop) throws IOException {
    return path.getFileSystem(hadoop).makeQualified(path);
  }

  /** All bytes of a small file. */
  public static byte[] read(Path file, Configuration hadoop) throws IOException {
    try (InputStream in = of(file, hadoop).open(file)) {
      return in.readAllBytes();
    }
  }

  /** The SHA-256 of a file's bytes, 64 lower-case hexadecimal digits. */
  public static String sha256(Path file, Configuration hadoop) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = of(file, hadoop).open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return hex(digest);
  }

  /** Whether a file is there, with these bytes: of the right length, all of it is read. */
  public static boolean holds(Path file, long bytes, String sha256, Configuration hadoop)
      throws IOException {
    FileSystem files = of(file, hadoop);
    return files.exists(file)
        && files.getFileStatus(file).getLen() == bytes
        && sha256(file, hadoop).equals(sha256);
  }

  /** A SHA-256 to feed. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }

  /** Ends a digest: its value in lower-case hexadecimal digits. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Deletes the unfinished files that interrupted {@link AtomicFile}s left right in {@code
   * directory}. Only for a moment when nobody writes there.
   *
   * @return the names of the deleted files
   */
  public static List<String> sweep(Path directory, Configuration hadoop) throws IOException {
    FileSystem files = of(directory, hadoop);
    List<String> swept = new ArrayList<>();
    if (!files.exists(directory)) {
      return swept;
    }
    for (FileStatus entry : files.listStatus(directory)) {
      String name = entry.getPath().getName();
      if (TemporaryName.matches(name)) {
        files.delete(entry.getPath(), true);
        swept.add(name);
      }
    }
    return swept;
  }

  static boolean isVisible(String name) {
    return !name.startsWith("_") && !name.startsWith(".");
  }
}
