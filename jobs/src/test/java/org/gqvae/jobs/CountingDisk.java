package org.gqvae.jobs;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk, which counts how often it is asked for each path. */
public final class CountingDisk extends RawLocalFileSystem {
  /** The property by which Spark knows it. */
  public static final String PROPERTY = "spark.hadoop.fs.counting.impl";

  private static final URI ROOT = URI.create("counting:///");
  private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

  /** Whether this thread is in a call, which makes others of its own. */
  private static final ThreadLocal<Boolean> IN_CALL = ThreadLocal.withInitial(() -> false);

  /** The name on this file system of a directory on the local disk. */
  public static String directory(java.nio.file.Path local) {
    return ROOT + local.toString().substring(1);
  }

  /** Begins to count. */
  public static void reset() {
    CALLS.clear();
  }

  /** How often a path was asked for by {@code status}, {@code open} or {@code list}. */
  public static int calls(String call, java.nio.file.Path local) {
    return CALLS.getOrDefault(call + " " + local, 0);
  }

  /** All that was asked for, such as {@code status /in/a.txt}. */
  public static Set<String> asked() {
    return new TreeSet<>(CALLS.keySet());
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return counted("status", path, () -> super.getFileStatus(path));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return counted("open", path, () -> super.open(path, bufferSize));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return counted("list", path, () -> super.listStatus(path));
  }

  @FunctionalInterface
  private interface DiskCall<T> {
    T call() throws IOException;
  }

  private static <T> T counted(String name, Path path, DiskCall<T> call) throws IOException {
    if (IN_CALL.get()) {
      return call.call();
    }
    CALLS.merge(name + " " + path.toUri().getPath(), 1, Integer::sum);
    IN_CALL.set(true);
    try {
      return call.call();
    } finally {
      IN_CALL.set(false);
    }
  }
}
