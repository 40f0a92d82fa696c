package org.gqvae.jobs;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.TaskContext;

/** The local disk, on which somebody writes to each file that a task of Spark reads. */
public final class ChangingDisk extends RawLocalFileSystem {
  /** The property by which Spark knows it. */
  public static final String PROPERTY = "spark.hadoop.fs.changing.impl";

  private static final URI ROOT = URI.create("changing:///");

  /** The name on this file system of a directory on the local disk. */
  public static String directory(java.nio.file.Path local) {
    return ROOT + local.toString().substring(1);
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    if (TaskContext.get() != null) {
      setTimes(file, getFileStatus(file).getModificationTime() + 1000, -1);
    }
    return super.open(file, bufferSize);
  }
}
