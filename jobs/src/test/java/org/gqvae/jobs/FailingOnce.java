package org.gqvae.jobs;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk, on which each file of some names fails to be published once. */
public final class FailingOnce extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("failing-once:///");
  private static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

  /**
   * The name on this file system of a directory on the local disk.
   *
   * @param names of the files that fail
   */
  public static String directory(
      java.nio.file.Path local, Configuration hadoop, Set<String> names) {
    hadoop.setClass("fs.failing-once.impl", FailingOnce.class, RawLocalFileSystem.class);
    FAILING.addAll(names);
    return ROOT + local.toString().substring(1);
  }

  /** Whether all have failed. */
  public static boolean haveAllFailed() {
    return FAILING.isEmpty();
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (FAILING.remove(to.getName())) {
      throw new IOException("Fails once: " + to);
    }
    return super.rename(from, to);
  }
}
