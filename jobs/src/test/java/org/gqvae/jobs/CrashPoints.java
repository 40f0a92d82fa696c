package org.gqvae.jobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;

/**
 * Kills work at each change that it makes to a file system, as the end of its process would: the
 * change does not happen, and nothing that the work does afterwards reaches the file system. {@link
 * CrashingDisk} and {@link CrashingHdfs} are the file systems on which that can be done.
 */
public final class CrashPoints {
  private static int changesLeft = Integer.MAX_VALUE;
  private static String killedAt; // null: the work goes on

  private CrashPoints() {}

  /** What a killed process does not live to see. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String change) {
      super("Killed at: " + change);
    }
  }

  /** Work on files. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /** What is looked at behind work that was killed. */
  @FunctionalInterface
  public interface Check {
    /**
     * @param killed the change that did not happen
     */
    void run(String killed) throws IOException;
  }

  /**
   * Runs work that is killed at its first change, then again at its second, and so on until it
   * comes to its end.
   *
   * @param before makes the files what they are when the work begins
   * @param after looks at what the killed work has left
   * @return how many changes the work makes
   */
  public static int each(Work before, Work work, Check after) throws IOException {
    int change = 0;
    while (true) {
      before.run();
      killAt(change);
      Throwable failure = null;
      try {
        work.run();
      } catch (Throwable e) { // Spark wraps what ends a task
        failure = e;
      }
      Thread
          .interrupted(); // HDFS leaves the flag where a stream ends; the test's own channels would
      // close on it
      String killed = revive();
      if (killed == null) {
        if (failure != null) {
          throw new AssertionError("The work fails by itself", failure);
        }
        return change;
      }
      after.run("change " + change + ", " + killed);
      change++;
    }
  }

  /** Told by a file system before it changes. */
  static synchronized void change(String change) {
    alive();
    if (changesLeft-- == 0) {
      killedAt = change;
      throw new Killed(change);
    }
  }

  /** Told by a file system before it is read. */
  static synchronized void alive() {
    if (killedAt != null) {
      throw new Killed(killedAt);
    }
  }

  /** A stream whose end is a change. */
  static FSDataOutputStream ending(FSDataOutputStream out, String change) throws IOException {
    return new FSDataOutputStream(new Ending(out, change), null);
  }

  private static synchronized void killAt(int change) {
    changesLeft = change;
  }

  private static synchronized String revive() {
    String killed = killedAt;
    killedAt = null;
    changesLeft = Integer.MAX_VALUE;
    return killed;
  }

  private static final class Ending extends FilterOutputStream {
    private final String change;
    private boolean ended;

    Ending(OutputStream out, String change) {
      super(out);
      this.change = change;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      alive();
      out.write(source, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        change("close " + change);
        out.close();
      }
    }
  }
}
