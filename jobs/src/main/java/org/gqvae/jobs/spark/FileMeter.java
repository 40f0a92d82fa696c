package org.gqvae.jobs.spark;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the files that the driver itself has read. */
public final class FileMeter {
  private final int files;
  private final AtomicInteger filesDone = new AtomicInteger();

  /** A meter for one pass over so many files. */
  public FileMeter(int files) {
    this.files = files;
  }

  /** Counts a file. */
  public void done() {
    filesDone.incrementAndGet();
  }

  int files() {
    return files;
  }

  int filesDone() {
    return filesDone.get();
  }
}
