package org.gqvae.jobs;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk, on which {@link CrashPoints} kills. A directory is deleted file by file, and
 * listed against the order of the names, so that nothing goes well by chance.
 */
public final class CrashingDisk extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("crashing:///");

  /** The name on this file system of a directory on the local disk. */
  public static Path directory(java.nio.file.Path local, Configuration hadoop) {
    hadoop.setClass("fs.crashing.impl", CrashingDisk.class, RawLocalFileSystem.class);
    return new Path(ROOT + local.toString().substring(1));
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    CrashPoints.change("create " + file);
    return CrashPoints.ending(
        super.create(file, overwrite, bufferSize, replication, blockSize, progress),
        file.toString());
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    CrashPoints.change("rename " + from + " to " + to);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (recursive && exists(path) && getFileStatus(path).isDirectory()) {
      for (FileStatus child : listStatus(path)) {
        delete(child.getPath(), true);
      }
    }
    CrashPoints.change("delete " + path);
    return super.delete(path, false);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    if (exists(path)) {
      return super.mkdirs(path);
    }
    CrashPoints.change("mkdirs " + path);
    return super.mkdirs(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    CrashPoints.alive();
    FileStatus[] entries = super.listStatus(path);
    Arrays.sort(entries, Comparator.comparing(FileStatus::getPath).reversed());
    return entries;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    CrashPoints.alive();
    return super.getFileStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    CrashPoints.alive();
    return super.open(path, bufferSize);
  }
}
